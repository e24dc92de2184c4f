namespace InternLM3.Configuration;

/// <summary>A file a manifest names.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Sha256">Its SHA-256, as lower-case hexadecimal digits.</param>
internal sealed record ManifestFile(string Name, long Length, string Sha256);
