using System.Security.Cryptography;
using System.Text.Json;

namespace InternLM3.Configuration;

/// <summary>
/// What a model folder was made from, with which settings, and its files. It is written last and holds no time, so a folder with a
/// manifest is complete and two conversions of one checkpoint are equal byte for byte.
/// </summary>
internal sealed record ModelManifest
{
    /// <summary>The version of the folder's layout that this library writes and reads.</summary>
    public const int CurrentFormatVersion = 2;

    private const string Again = "convert the checkpoint again with `internlm3 convert`";

    /// <summary>The version of the library that converted.</summary>
    public required string ConverterVersion { get; init; }

    /// <summary>How weights are stored, for example <c>fp32</c>.</summary>
    public required string Precision { get; init; }

    /// <summary>What the graphs were made for, for example <c>cpu</c>.</summary>
    public required string Target { get; init; }

    /// <summary>The rest of the settings by name: block size, how head and embedding are stored, and so on.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The checkpoint's files that were read.</summary>
    public required IReadOnlyList<ManifestFile> Source { get; init; }

    /// <summary>The folder's files, without the manifest.</summary>
    public required IReadOnlyList<ManifestFile> Files { get; init; }

    /// <summary>Reads a folder's manifest.</summary>
    /// <exception cref="ModelFormatException">It is missing, damaged or of another format version.</exception>
    public static ModelManifest Read(string folder)
    {
        var path = Path.Combine(folder, ModelFolder.Manifest);
        if (!File.Exists(path))
        {
            throw new ModelFormatException(path, $"is missing, so this is no model folder or its conversion was interrupted; {Again}.");
        }

        var file = ConfigFile.Read(path);
        var version = file.Positive("format_version");
        return version == CurrentFormatVersion
            ? new ModelManifest
            {
                ConverterVersion = Text(file, "converter_version"),
                Precision = Text(file, "precision"),
                Target = Text(file, "target"),
                Settings = ReadSettings(file),
                Source = ReadFiles(file, "source"),
                Files = ReadFiles(file, "files"),
            }
            : throw file.Wrong("format_version", $"is {version} and this version of the library reads {CurrentFormatVersion}; {Again}");
    }

    /// <summary>The format version a folder's manifest names, or null when it cannot be read.</summary>
    public static int? FormatVersionOf(string folder)
    {
        try
        {
            return ConfigFile.Read(Path.Combine(folder, ModelFolder.Manifest)).FindPositive("format_version");
        }
        catch (ModelFormatException)
        {
            return null;
        }
    }

    /// <summary>The quick check of a load: the manifest can be read and every file is there with its size. No content is read.</summary>
    /// <exception cref="ModelFormatException">Something is missing or has another size.</exception>
    public static ModelManifest Check(string folder)
    {
        var manifest = Read(folder);
        foreach (var file in manifest.Files)
        {
            using var handle = Open(folder, file.Name);
            var length = RandomAccess.GetLength(handle);
            if (length != file.Length)
            {
                throw new ModelFormatException(
                    Path.Combine(folder, file.Name),
                    $"{(length < file.Length ? "was cut" : "was changed")}: "
                    + $"it has {length} bytes and the manifest says {file.Length}; {Again}.");
            }
        }

        return manifest;
    }

    /// <summary>The full check: sizes and the SHA-256 of every file. Reads everything.</summary>
    /// <exception cref="ModelFormatException">Something is missing or was changed.</exception>
    public static async Task<ModelManifest> VerifyAsync(string folder, CancellationToken cancellationToken)
    {
        var manifest = Check(folder);
        foreach (var file in manifest.Files)
        {
            var path = Path.Combine(folder, file.Name);
            var stream = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read,
                bufferSize: 0,
                FileOptions.SequentialScan | FileOptions.Asynchronous);
            await using (stream.ConfigureAwait(false))
            {
                var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
                if (hash != file.Sha256)
                {
                    throw new ModelFormatException(
                        path, $"was changed: its SHA-256 is {hash} and the manifest says {file.Sha256}; {Again}.");
                }
            }
        }

        return manifest;
    }

    /// <summary>The manifest as JSON.</summary>
    public byte[] ToJson() => JsonFile.Write(writer =>
    {
        writer.WriteNumber("format_version", CurrentFormatVersion);
        writer.WriteString("converter_version", ConverterVersion);
        writer.WriteString("precision", Precision);
        writer.WriteString("target", Target);
        writer.WriteStartObject("settings");
        foreach (var (name, value) in Settings)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        WriteFiles(writer, "source", Source);
        WriteFiles(writer, "files", Files);
    });

    private static void WriteFiles(Utf8JsonWriter writer, string key, IReadOnlyList<ManifestFile> files)
    {
        writer.WriteStartArray(key);
        foreach (var file in files)
        {
            writer.WriteStartObject();
            writer.WriteString("name", file.Name);
            writer.WriteNumber("bytes", file.Length);
            writer.WriteString("sha256", file.Sha256);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static ManifestFile[] ReadFiles(ConfigFile file, string key)
    {
        if (file.Find(key) is not { ValueKind: JsonValueKind.Array } list)
        {
            throw file.Wrong(key, "must be a list of files");
        }

        return [.. list.EnumerateArray().Select(item =>
            item.ValueKind == JsonValueKind.Object
            && item.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
            && item.TryGetProperty("bytes", out var bytes) && bytes.ValueKind == JsonValueKind.Number && bytes.TryGetInt64(out var length)
            && item.TryGetProperty("sha256", out var hash) && hash.ValueKind == JsonValueKind.String
            && file.Text(key, name) is { Length: > 0 } text && Path.GetFileName(text) == text
                ? new ManifestFile(text, length, file.Text(key, hash))
                : throw file.Wrong(key, $"holds {item.GetRawText()}, which is no file with name, bytes and sha256"))];
    }

    private static SortedDictionary<string, string> ReadSettings(ConfigFile file)
    {
        const string Key = "settings";
        if (file.Find(Key) is not { ValueKind: JsonValueKind.Object } list)
        {
            throw file.Wrong(Key, "must be an object");
        }

        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in list.EnumerateObject())
        {
            settings[property.Name] = property.Value.ValueKind == JsonValueKind.String
                ? file.Text(Key, property.Value)
                : throw file.Wrong(Key, $"holds {property.Value.GetRawText()}, which is no text");
        }

        return settings;
    }

    private static string Text(ConfigFile file, string key) => file.FindString(key) ?? throw file.Wrong(key, "is missing");

    private static Microsoft.Win32.SafeHandles.SafeFileHandle Open(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        try
        {
            return File.OpenHandle(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, $"{(File.Exists(path) ? $"cannot be read ({e.Message})" : "is missing")}; {Again}.", e);
        }
    }
}
