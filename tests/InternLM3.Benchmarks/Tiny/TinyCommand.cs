using System.CommandLine;
using System.Text.Json;
using InternLM3.Conversion;
using InternLM3.Tiny;
using Microsoft.Extensions.AI;

namespace InternLM3.Benchmarks.Tiny;

/// <summary><c>tiny</c>: InternLM3-Tiny's abilities on held-out items, as the table in its model card.</summary>
internal static class TinyCommand
{
    private static readonly Dictionary<string, ConversionOptions> s_precisions = new()
    {
        ["fp32"] = new() { Precision = WeightPrecision.Fp32 },
        ["fp16"] = new() { Precision = WeightPrecision.Fp16 },
        ["int8"] = new() { Precision = WeightPrecision.Int8 },
        ["int4-32"] = new() { Precision = WeightPrecision.Int4, BlockSize = 32 },
        ["int4-128"] = new() { Precision = WeightPrecision.Int4, BlockSize = 128 },
    };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var checkpoint = new Option<string>("--checkpoint") { Description = "A checkpoint folder.", DefaultValueFactory = _ => InternLM3Tiny.CheckpointPath };
        var precision = new Option<string[]>("--precision")
        {
            Description = "How its weights are stored; several make columns of one table.", DefaultValueFactory = _ => ["fp32"], AllowMultipleArgumentsPerToken = true,
        };
        precision.AcceptOnlyFromAmong([.. s_precisions.Keys]);
        var limit = new Option<int>("--limit") { Description = "The most items of each ability.", DefaultValueFactory = _ => int.MaxValue };
        var wrong = new Option<bool>("--wrong") { Description = "Print what was answered wrongly." };
        var command = new Command("tiny", "Measures InternLM3-Tiny on held-out items.") { checkpoint, precision, limit, wrong };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var items = HeldOutItem.ReadAll(parsed.GetValue(limit));
            var runs = new List<(string, HeldOutRun)>();
            foreach (var name in parsed.GetValue(precision)!)
            {
                var run = await HeldOutRun.TakeAsync(parsed.GetValue(checkpoint)!, s_precisions[name], items, cancellationToken).ConfigureAwait(false);
                runs.Add((name, run));
                if (parsed.GetValue(wrong))
                {
                    Print(run);
                }
            }

            Console.Write(HeldOutTable.Write(runs));
        });
        return command;
    }

    private static void Print(HeldOutRun run)
    {
        foreach (var (item, answer) in run.Items.Zip(run.Answers).Where(pair => !Judge.IsRight(pair.First.Expected, pair.Second)))
        {
            var calls = answer.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()
                .Select(call => $"{call.Name} {JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions)}");
            Console.WriteLine($"{item.Ability}: {item.Messages[^1].Text}\n  expected {item.Expected.GetRawText()}\n  {string.Join("; ", calls)} {answer.Text}");
        }
    }
}
