namespace InternLM3.Tests.House;

/// <summary>Which folder of the core may know which: the design as a table, which the code is held to, and which is held to the code.</summary>
public sealed class ArrowTests
{
    // From the top down. The root is four floors: what a user holds, what a user sets, what computes, and what everybody may throw.
    // Source that is shared with other packages counts to the core's folder of its name.
    private static readonly Dictionary<string, string[]> s_table = new()
    {
        ["DependencyInjection"] = ["Entry", "Hosting", "Loading", "Options"],
        ["Hosting"] = ["Entry", "Generation", "Tokenization"],
        ["Entry"] = ["Chat", "Configuration", "Conversion", "Generation", "Loading", "Options", "Sampling", "Tokenization"],
        ["Diagnostics"] =
        [
            "Configuration", "Conversion", "Download", "Exceptions", "Generation", "Loading", "Onnx", "Options", "Storage", "Tokenization",
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
        ["Conversion"] = ["Configuration", "Exceptions", "Sampling", "Storage", "Tokenization"],
        ["Tokenization"] = ["Configuration", "Exceptions"],
        ["Configuration"] = ["Exceptions", "Sampling"],
        ["Sampling"] = ["Exceptions"],
        ["Storage"] = [],
        ["Device"] = ["Exceptions"],
        ["Exceptions"] = [],
    };

    private static readonly (string File, string From, string To, string Type)[] s_arrows = [.. CoreSymbols
        .Uses(SourceTree.ProductFiles.Where(file =>
            file.StartsWith("src/InternLM3/", StringComparison.Ordinal) || file.StartsWith("src/Shared/", StringComparison.Ordinal)))
        .Select(use => (use.File, From: FloorOf(use.File), To: FloorOf(use.DeclaredIn), use.Type))
        .Where(arrow => arrow.From != arrow.To)];

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
