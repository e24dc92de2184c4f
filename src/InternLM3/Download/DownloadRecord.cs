using System.Text.Json;
using InternLM3.Configuration;

namespace InternLM3.Download;

/// <summary>
/// The record of a finished download, kept beside Hugging Face's own layout: the licence and the hashes, with which the files are verified
/// without network.
/// </summary>
internal static class DownloadRecord
{
    /// <summary>Returns the record as JSON.</summary>
    public static byte[] Write(ModelRepository repository, IEnumerable<HubFile> files) => JsonFile.Write(writer =>
    {
        writer.WriteString("repository", repository.Id);
        writer.WriteString("commit", repository.Commit);
        writer.WriteString("license", repository.License);
        writer.WriteStartArray("files");
        foreach (var file in files)
        {
            writer.WriteStartObject();
            writer.WriteString("name", file.Name);
            writer.WriteNumber("bytes", file.Length);
            writer.WriteString("hash", file.Hash);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <summary>Reads a record; null when it is missing, as if another tool had downloaded, or unreadable.</summary>
    public static (string? License, IReadOnlyList<HubFile> Files)? Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var json = document.RootElement;
            HubFile[] files =
            [
                .. json.Items("files")
                    .Select(item => new HubFile(item.Text("name") ?? "", item.Number("bytes") ?? -1, item.Text("hash") ?? "")),
            ];
            return files.Length > 0 && files.All(file => file.IsValid && FileSelection.MayBeWanted(file.Name))
                ? (json.Text("license"), files)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
