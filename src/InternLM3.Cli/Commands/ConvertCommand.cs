using System.CommandLine;
using InternLM3.Cli.Output;
using InternLM3.Conversion;

namespace InternLM3.Cli.Commands;

/// <summary><c>internlm3 convert</c>: converts a checkpoint to a model folder.</summary>
internal static class ConvertCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        var checkpoint = new Argument<string>("checkpoint")
        {
            Description = "A Hugging Face InternLM3 checkpoint folder (fp32, fp16, bf16 or AWQ), a repository that was pulled, or tiny: "
                + "the small demo model that comes along.",
        };
        var folder = new Option<string>("--output", "-o")
        {
            Description = "The model folder to write; it must not exist or be empty.",
            Required = true,
        };
        var precision = Choice<WeightPrecision>("--precision",
            "How weights are stored. Default: int4 for an AWQ checkpoint, else fp32 for the cpu and fp16 for cuda.");
        var target = Choice<ConversionTarget>("--target", "What the model is for. Default: cpu.");
        var block = new Option<int?>("--block")
        {
            Description = "Weights that share a scale: 32, 64 or 128. Default: 32, or the AWQ checkpoint's own.",
        };
        var head = Choice<WeightPrecision>("--lm-head",
            "How lm_head is stored. Default: as --precision for the cpu, int8 for an AWQ checkpoint, fp16 for cuda.");
        var embeddings = Choice<WeightPrecision>("--embeddings",
            "How embeddings are stored. Default: as --precision for the cpu, int8 for an AWQ checkpoint, fp16 for cuda.");
        var command = new Command("convert", "Converts a checkpoint to a model folder.")
        {
            checkpoint, folder, precision, target, block, head, embeddings,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new ConversionOptions
            {
                Precision = Parse<WeightPrecision>(parsed.GetValue(precision)),
                Target = Parse<ConversionTarget>(parsed.GetValue(target)) ?? default,
                BlockSize = parsed.GetValue(block),
                HeadPrecision = Parse<WeightPrecision>(parsed.GetValue(head)),
                EmbeddingPrecision = Parse<WeightPrecision>(parsed.GetValue(embeddings)),
            };
            var destination = Path.GetFullPath(parsed.GetValue(folder)!);
            var source = await ModelSelection.FolderAsync(parsed.GetValue(checkpoint)!, cancellationToken).ConfigureAwait(false);
            await LoadBar.ConvertAsync(
                error,
                progress => CheckpointConverter.ConvertAsync(source, destination, options, progress, cancellationToken))
                .ConfigureAwait(false);
            var bytes = new DirectoryInfo(destination).EnumerateFiles().Sum(file => file.Length);
            await output.WriteLineAsync(FormattableString.Invariant($"{destination}: {bytes / 1e6:0.0} MB")).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static Option<string?> Choice<T>(string name, string description)
        where T : struct, Enum
    {
        var option = new Option<string?>(name) { Description = description };
        option.AcceptOnlyFromAmong([.. Enum.GetNames<T>().Select(value => value.ToLowerInvariant())]);
        return option;
    }

    private static T? Parse<T>(string? value)
        where T : struct, Enum => value is null ? null : Enum.Parse<T>(value, ignoreCase: true);
}
