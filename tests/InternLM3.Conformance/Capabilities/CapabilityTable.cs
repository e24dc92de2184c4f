using System.Text;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance.Capabilities;

/// <summary>The table of <c>docs/capabilities.md</c>: what a client does with each feature when it is asked for it.</summary>
public static class CapabilityTable
{
    private const string Begin = "<!-- capabilities -->\n";
    private const string End = "<!-- /capabilities -->";

    /// <summary>Tries every feature and writes a row for each; only an exception of the library counts as a no.</summary>
    public static async Task<string> CreateAsync(IChatClient client, IEnumerable<Capability> capabilities, CancellationToken cancellationToken)
    {
        var table = new StringBuilder("| feature | supported | how it says no |\n|---|---|---|\n");
        foreach (var capability in capabilities)
        {
            try
            {
                await capability.TryAsync(client, cancellationToken);
                table.Append(null, $"| {capability.Feature} | yes | |\n");
            }
            catch (InternLM3Exception e)
            {
                table.Append(null, $"| {capability.Feature} | no | `{e.GetType().Name}`: {e.Message.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)} |\n");
            }
        }

        return table.ToString();
    }

    /// <summary>The table that stands between the markers of a page.</summary>
    public static string Read(string page) => page[Start(page)..page.IndexOf(End, StringComparison.Ordinal)];

    /// <summary>A page with another table.</summary>
    public static string Replace(string page, string table) =>
        page[..Start(page)] + table + page[page.IndexOf(End, StringComparison.Ordinal)..];

    private static int Start(string page)
    {
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        Assert.True(begin >= 0, $"capabilities.md has no line {Begin}");
        return begin + Begin.Length;
    }
}
