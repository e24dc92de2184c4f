namespace InternLM3.Tests.House;

/// <summary>Which folder of the core may know which: the design as a table, which the code is held to, and which is held to the code.</summary>
public sealed class ArrowTests
{
    // From the top down. The root is four floors: what a user holds, what a user sets, what computes, and what everybody may throw.
    // Source that is shared with other packages counts to the core's folder of its name.
    private static readonly Dictionary<string, string[]> s_table = new()
    {
        ["DependencyInjection"] = ["Entry", "Hosting", "Loading", "Options"],
        ["Hosting"] = ["Entry", "Generation"],
        ["Entry"] = ["Chat", "Configuration", "Generation", "Loading", "Options", "Sampling", "Tokenization"],
        ["Diagnostics"] =
        [
            "Configuration", "Conversion", "Download", "Exceptions", "Loading", "Onnx", "Options", "Storage", "Tokenization",
        ],
        ["Loading"] =
        [
            "Configuration", "Conversion", "Device", "Download", "Exceptions", "Generation", "Onnx", "Options", "Tokenization",
        ],
        ["Chat"] = ["Constraints", "Exceptions", "Generation", "Options", "Output", "Sampling", "Thinking", "Tokenization", "Tools"],
        ["Options"] = ["Configuration", "Conversion", "Device", "Download", "Exceptions", "Generation", "Sampling", "Thinking"],
        ["Output"] = ["Exceptions", "Thinking", "Tokenization", "Tools"],
        ["Tools"] = ["Constraints", "Exceptions", "Tokenization"],
        ["Thinking"] = [],
        ["Onnx"] = ["Configuration", "Device", "Exceptions", "Generation"],
        ["Generation"] = ["Configuration", "Constraints", "Device", "Exceptions", "Sampling"],
        ["Constraints"] = ["Exceptions"],
        ["Download"] = ["Configuration", "Conversion", "Exceptions", "Storage"],
        ["Conversion"] = ["Configuration", "Exceptions", "Storage", "Tokenization"],
        ["Tokenization"] = ["Configuration", "Exceptions"],
        ["Configuration"] = ["Exceptions", "Sampling"],
        ["Sampling"] = ["Exceptions"],
        ["Storage"] = [],
        ["Device"] = ["Exceptions"],
        ["Exceptions"] = [],
    };

    private static readonly string[] s_folders = ["src/InternLM3/", "src/Shared/"];

    private static readonly (string File, string Floor, string Namespace, string Text)[] s_files = [.. SourceTree.ProductFiles
        .Where(file => s_folders.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)))
        .Select(file => (file, FloorOf(file), SourceTree.Read(file)))
        .Select(source => (source.file, source.Item2, SourceTree.NamespaceOf(source.Item3) ?? "", source.Item3))];

    private static readonly ILookup<string, (string Floor, string Namespace)> s_types = s_files
        .SelectMany(file => SourceTree.TypesOf(file.Text).Select(type => (Type: type, file.Floor, file.Namespace)))
        .ToLookup(type => type.Type, type => (type.Floor, type.Namespace));

    private static readonly (string File, string From, string To, string Type)[] s_arrows = [.. s_files.SelectMany(ArrowsOf)];

    [Fact]
    public void Folders_KnowWhatTheTableSays() => Faults.AreNone(s_arrows
        .Where(arrow => !s_table.GetValueOrDefault(arrow.From, []).Contains(arrow.To))
        .Select(arrow => $"{arrow.File} -> {arrow.To}: {arrow.Type}"));

    [Fact]
    public void Table_HoldsArrowsThatAreThere()
    {
        var there = s_arrows.Select(arrow => (arrow.From, arrow.To)).ToHashSet();
        Faults.AreNone(s_table
            .SelectMany(row => row.Value.Select(to => (From: row.Key, To: to)))
            .Where(arrow => !there.Contains(arrow))
            .Select(arrow => $"{arrow.From} -> {arrow.To}"));
    }

    /// <summary>A row stands below every row that knows it: no two folders know each other, by whatever way round.</summary>
    [Fact]
    public void Table_PointsDown()
    {
        List<string> order = [.. s_table.Keys];
        Faults.AreNone(s_table
            .SelectMany(row => row.Value.Select(to => (From: row.Key, To: to)))
            .Where(arrow => order.IndexOf(arrow.To) <= order.IndexOf(arrow.From))
            .Select(arrow => $"{arrow.From} -> {arrow.To}"));
    }

    private static IEnumerable<(string File, string From, string To, string Type)> ArrowsOf(
        (string File, string Floor, string Namespace, string Text) file)
    {
        var visible = SourceTree.UsingsOf(file.Text).ToHashSet(StringComparer.Ordinal);
        for (var name = file.Namespace; name.Length > 0; name = name[..Math.Max(0, name.LastIndexOf('.'))])
        {
            visible.Add(name);
        }

        return SourceTree.NamesIn(file.Text)
            .SelectMany(name => s_types[name].Where(type => type.Floor != file.Floor && visible.Contains(type.Namespace)).Select(type => (type.Floor, name)))
            .Distinct()
            .Select(target => (file.File, file.Floor, target.Floor, target.name));
    }

    private static string FloorOf(string file)
    {
        var parts = file.Split('/');
        return parts.Length > 3 ? parts[2]
            : parts[2].EndsWith("Exception.cs", StringComparison.Ordinal) ? "Exceptions"
            : parts[2] is "InternLM3ChatClient.cs" or "InternLM3Model.cs" ? "Entry"
            : parts[2] is "ComputeDevice.cs" or "CudaOptions.cs" ? "Device"
            : "Options";
    }
}
