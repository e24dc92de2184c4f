using System.CommandLine;
using InternLM3.Tests.Support.Retrieval;
using InternLM3.Tiny;

namespace InternLM3.Benchmarks.Retrieval;

/// <summary><c>answers</c>: how often answers from documents are right, cited rightly, or declined where there is none.</summary>
internal static class AnswersCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "A model folder or checkpoint folder.", DefaultValueFactory = _ => InternLM3Tiny.CheckpointPath };
        var documents = new Option<int>("--documents") { Description = "How many documents.", DefaultValueFactory = _ => 200 };
        var questions = new Option<int>("--questions") { Description = "How many questions, one in five without an answer.", DefaultValueFactory = _ => 100 };
        var top = new Option<int[]>("--top") { Description = "Passages in a prompt.", DefaultValueFactory = _ => [2, 3], AllowMultipleArgumentsPerToken = true };
        var wrong = new Option<bool>("--wrong") { Description = "Print what was answered wrongly." };
        var command = new Command("answers", "Asks questions about generated documents.") { model, documents, questions, top, wrong };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = new InternLM3ChatClient(parsed.GetValue(model)!);
            var tokenizer = (await client.GetModelAsync(cancellationToken).ConfigureAwait(false)).Tokenizer;
            Console.WriteLine("| passages | by | right | right citations | accepted by the checker | declined | not declined, but flagged |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
            foreach (var asTool in new[] { false, true })
            {
                foreach (var count in parsed.GetValue(top)!)
                {
                    var folder = Directory.CreateTempSubdirectory("internlm3-");
                    var rates = await AnswerRates.MeasureAsync(client, tokenizer, folder.FullName, parsed.GetValue(documents), parsed.GetValue(questions), count, asTool).ConfigureAwait(false);
                    folder.Delete(recursive: true);
                    Console.WriteLine($"| {count} | {(asTool ? "a call" : "the prompt")} | {rates.Right} / {rates.Answerable} | {rates.RightCitations} / {rates.Answerable} | {rates.Accepted} / {rates.Answerable} | {rates.Declined} / {rates.Unanswerable} | {rates.Caught} / {rates.Unanswerable - rates.Declined} |");
                    if (parsed.GetValue(wrong))
                    {
                        Console.WriteLine(string.Join('\n', rates.Wrong));
                    }
                }
            }
        });
        return command;
    }
}
