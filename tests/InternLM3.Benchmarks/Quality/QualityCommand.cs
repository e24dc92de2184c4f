using System.CommandLine;
using System.Globalization;
using InternLM3.Conversion;
using InternLM3.Tiny;

namespace InternLM3.Benchmarks.Quality;

/// <summary><c>quality</c>: what quantisation costs InternLM3-Tiny, as the table in src/InternLM3/docs/quantization.md.</summary>
internal static class QualityCommand
{
    private static readonly (string Name, ConversionOptions Options)[] s_rows =
    [
        ("fp32", new() { Precision = WeightPrecision.Fp32 }),
        ("fp16", new() { Precision = WeightPrecision.Fp16 }),
        ("int8, block 32", new() { Precision = WeightPrecision.Int8 }),
        ("int8, block 128", new() { Precision = WeightPrecision.Int8, BlockSize = 128 }),
        .. ((int[])[32, 64, 128]).SelectMany(block => ((string, ConversionOptions)[])[
            ($"int4, block {block}", new() { Precision = WeightPrecision.Int4, BlockSize = block }),
            ($"int4, block {block}, no scale search", new() { Precision = WeightPrecision.Int4, BlockSize = block, ScaleSearch = false })]),
        ("int4, block 32, head int8", new() { Precision = WeightPrecision.Int4, HeadPrecision = WeightPrecision.Int8 }),
        ("int4, block 32, head and embeddings int8", new() { Precision = WeightPrecision.Int4, HeadPrecision = WeightPrecision.Int8, EmbeddingPrecision = WeightPrecision.Int8 }),
        ("int4, block 32, head and embeddings fp32", new() { Precision = WeightPrecision.Int4, HeadPrecision = WeightPrecision.Fp32, EmbeddingPrecision = WeightPrecision.Fp32 }),
        ("int4, block 32, exact activations", new() { Precision = WeightPrecision.Int4, ExactActivations = true }),
    ];

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command("quality", "Prints perplexity and answers of InternLM3-Tiny at every precision, as a table.");
        command.SetAction(async (_, cancellationToken) =>
        {
            Console.WriteLine("| weights | data MB | weight error | perplexity | right answers | fp32's answers |");
            Console.WriteLine("|---|---|---|---|---|---|");
            Measurement? reference = null;
            foreach (var (name, options) in s_rows)
            {
                var folder = Directory.CreateTempSubdirectory("internlm3-quality-");
                await CheckpointConverter.ConvertAsync(InternLM3Tiny.CheckpointPath, folder.FullName, options, cancellationToken: cancellationToken).ConfigureAwait(false);
                var model = await InternLM3Model.LoadAsync(folder.FullName, cancellationToken: cancellationToken).ConfigureAwait(false);
                await using (model.ConfigureAwait(false))
                {
                    var questions = Question.ReadAll(model.Tokenizer);
                    var measurement = await Measurement.TakeAsync(model, questions).ConfigureAwait(false);
                    reference ??= measurement;
                    var right = questions.Zip(measurement.Answers).Count(pair => pair.First.Answer.AsSpan().SequenceEqual(pair.Second));
                    var same = reference.Answers.Zip(measurement.Answers).Count(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
                    var megabytes = new FileInfo(Path.Combine(folder.FullName, "model.onnx.data")).Length / 1e6;
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"| {name} | {megabytes:0.0} | {Error(options)} | {measurement.Perplexity:0.0000} | {right} / {questions.Length} | {same} / {questions.Length} |"));
                }

                folder.Delete(recursive: true);
            }

            return 0;
        });
        return command;
    }

    private static string Error(ConversionOptions options)
    {
        var bits = options.Precision switch { WeightPrecision.Int4 => 4, WeightPrecision.Int8 => 8, _ => 0 };
        return bits == 0 ? "-" : string.Create(CultureInfo.InvariantCulture,
            $"{100 * WeightError.Of(InternLM3Tiny.CheckpointPath, bits, options.BlockSize ?? 32, options.ScaleSearch):0.00} %");
    }
}
