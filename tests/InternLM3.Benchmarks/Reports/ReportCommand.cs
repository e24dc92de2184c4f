using System.CommandLine;
using System.Text.Json.Nodes;

namespace InternLM3.Benchmarks.Reports;

/// <summary><c>report</c>: result files as Markdown tables and plots.</summary>
internal static class ReportCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var measured = new Option<FileInfo>("--e2e") { Description = "What e2e wrote." };
        var compared = new Option<FileInfo>("--compare") { Description = "What compare wrote, of the same model." };
        var name = new Option<string>("--name") { Description = "What the files are called.", Required = true };
        var folder = new Option<DirectoryInfo>("--out") { Description = "The folder to write to.", Required = true };
        var command = new Command("report", "Writes tables and plots of what e2e and compare measured.") { measured, compared, name, folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var e2e = await ReadAsync(parsed.GetValue(measured), cancellationToken).ConfigureAwait(false);
            var compare = await ReadAsync(parsed.GetValue(compared), cancellationToken).ConfigureAwait(false);
            var (path, prefix) = (parsed.GetValue(folder)!.FullName, parsed.GetValue(name)!);
            Directory.CreateDirectory(path);
            foreach (var (suffix, json) in ((string, JsonObject?)[])[("e2e", e2e), ("compare", compare)])
            {
                if (json is not null)
                {
                    await File.WriteAllTextAsync(Path.Combine(path, $"{prefix}-{suffix}.md"), $"# {prefix}, {suffix}\n\n{MarkdownTables.Of(json)}", cancellationToken).ConfigureAwait(false);
                }
            }

            foreach (var (suffix, chart) in Charts.Of(e2e?["figures"]?.AsObject(), compare?["figures"]?.AsObject()))
            {
                await File.WriteAllTextAsync(Path.Combine(path, $"{prefix}-{suffix}.svg"), chart.ToSvg(), cancellationToken).ConfigureAwait(false);
            }

            return 0;
        });
        return command;
    }

    private static async Task<JsonObject?> ReadAsync(FileInfo? file, CancellationToken cancellationToken) =>
        file is null ? null : JsonNode.Parse(await File.ReadAllTextAsync(file.FullName, cancellationToken).ConfigureAwait(false))!.AsObject();
}
