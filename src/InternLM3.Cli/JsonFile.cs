using System.Text.Json;

namespace InternLM3.Cli;

/// <summary>Reads the JSON files named on a command line.</summary>
internal static class JsonFile
{
    /// <summary>Reads a file's JSON; a byte order mark is skipped.</summary>
    /// <exception cref="InternLM3Exception">The file is not JSON.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<JsonElement> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 4096, useAsync: true);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                using var document = await JsonDocument.ParseAsync(stream, default, cancellationToken).ConfigureAwait(false);
                return document.RootElement.Clone();
            }
            catch (JsonException e)
            {
                throw Bad(file, $"this is no JSON: {e.Message}");
            }
        }
    }

    /// <summary>Creates the exception for a file with wrong content.</summary>
    public static InternLM3Exception Bad(FileInfo file, string problem) => new($"{file.FullName}: {problem}");
}
