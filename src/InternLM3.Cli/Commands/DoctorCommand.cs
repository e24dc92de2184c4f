using System.CommandLine;
using InternLM3.Cli.Output;
using InternLM3.Diagnostics;

namespace InternLM3.Cli.Commands;

/// <summary><c>internlm3 doctor</c>: checks whether a model would load here, and says what to do if not.</summary>
internal static class DoctorCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(TextWriter output)
    {
        var model = new Argument<string?>("model")
        {
            Description = "A model folder, a checkpoint folder, a repository that was pulled, or tiny; "
                + "without it the machine alone is examined.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var context = new Option<int?>("--context") { Description = "The context length to plan memory for. Default: the load's." };
        var sequences = new Option<int?>("--sequences")
        {
            Description = "The sequences that run together to plan memory for. Default: the load's.",
        };
        var quick = new Option<bool>("--quick") { Description = "Compare sizes alone, as a load does, not hashes." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command(
            "doctor",
            "Examines a model and this machine without loading; exits with 0 if it would load and 1 if not.")
        {
            model, context, sequences, quick, json,
        };
        var runtime = new RuntimeSelection();
        runtime.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(model);
            var options = runtime.Apply(parsed, new InternLM3Options
            {
                ContextLength = parsed.GetValue(context),
                MaxConcurrentSequences = parsed.GetValue(sequences),
            });
            var report = await ModelDoctor.ExamineAsync(
                path is null ? null : ModelSelection.PathOf(path), options, !parsed.GetValue(quick), cancellationToken)
                .ConfigureAwait(false);
            await output.WriteLineAsync(parsed.GetValue(json) ? Json(report) : Text(report)).ConfigureAwait(false);
            return report.WouldLoad ? ExitCode.Done : ExitCode.Failure;
        });
        return command;
    }

    private static string Text(ModelReport report) => string.Join(
        Environment.NewLine,
        report.Findings.Select(finding => $"{NameOf(finding.Severity),-5} {finding.Subject}: {finding.Message}")
            .Append(report.WouldLoad ? "It would load." : "It would not load."));

    private static string Json(ModelReport report) => JsonObject.Write(writer =>
    {
        writer.WriteBoolean("would_load", report.WouldLoad);
        writer.WriteStartArray("findings");
        foreach (var finding in report.Findings)
        {
            writer.WriteStartObject();
            writer.WriteString("severity", NameOf(finding.Severity));
            writer.WriteString("subject", finding.Subject);
            writer.WriteString("message", finding.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static string NameOf(FindingSeverity severity) =>
        severity switch { FindingSeverity.Good => "ok", FindingSeverity.Warning => "warn", _ => "error" };
}
