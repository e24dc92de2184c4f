namespace InternLM3.Samples.Tests.Support;

/// <summary>The repository these tests run in.</summary>
public static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The text of a file, by its path from the root.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Whether a path from the root names a file or a folder; <c>*</c> stands for one part of it, or for some of a name.</summary>
    public static bool Has(string path)
    {
        var parts = path.TrimEnd('/').Split('/');
        IEnumerable<string> folders = [Root];
        foreach (var part in parts[..^1])
        {
            folders = folders.SelectMany(folder => Below(folder, part, Directory.EnumerateDirectories)).ToArray();
        }

        return folders.Any(folder => Below(folder, parts[^1], Directory.EnumerateFileSystemEntries).Any());
    }

    private static IEnumerable<string> Below(string folder, string part, Func<string, string, IEnumerable<string>> list) =>
        part is "." or ".." ? [Path.Combine(folder, part)] : Directory.Exists(folder) ? list(folder, part) : [];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("These tests run inside the repository.");
        }

        return folder.FullName;
    }
}
