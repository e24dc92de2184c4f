using System.CommandLine;
using InternLM3.Cli.Output;
using InternLM3.Generation;

namespace InternLM3.Cli.Commands;

/// <summary><c>internlm3 score</c>: prints the log-probability of each token of a text, and its perplexity.</summary>
internal static class ScoreCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        var model = ModelSelection.CreateOption();
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var input = new TextInput();
        var command = new Command(
            "score",
            "Gives the log-probability of each token and the perplexity of a text. "
            + "Longer texts are cut into windows of the context length.")
        {
            model, json,
        };
        var runtime = new RuntimeSelection();
        input.AddTo(command);
        runtime.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = runtime.Apply(parsed, new InternLM3Options());
            var loaded = await ModelSelection.LoadAsync(parsed.GetValue(model)!, options, error, cancellationToken).ConfigureAwait(false);
            await using (loaded.ConfigureAwait(false))
            {
                var text = await input.ReadAllAsync(parsed, cancellationToken).ConfigureAwait(false);
                var tokens = loaded.Tokenizer.Encode(text);
                if (tokens.Length == 0)
                {
                    throw new InternLM3Exception("There is nothing to score: the text is empty.");
                }

                var logprobs = await ScoreAsync(loaded, tokens, cancellationToken).ConfigureAwait(false);
                ScoreReport.Write(output, loaded.Tokenizer, tokens, logprobs, parsed.GetValue(json));
                return ExitCode.Done;
            }
        });
        return command;
    }

    /// <summary>Scores the windows in order; each begins with the begin-of-text token, which has no score itself.</summary>
    private static async Task<List<float>> ScoreAsync(InternLM3Model model, int[] tokens, CancellationToken cancellationToken)
    {
        var logprobs = new List<float>(tokens.Length);
        foreach (var window in tokens.Chunk(model.ContextLength - 1))
        {
            var request = new GenerationRequest
            {
                Prompt = (int[])[model.Tokenizer.BosTokenId, .. window],
                PromptLogprobs = true,
                MaxNewTokens = 0,
            };
            await foreach (var e in model.Engine.GenerateAsync(request, cancellationToken).ConfigureAwait(false))
            {
                logprobs.AddRange(e.PromptLogprobs);
            }
        }

        return logprobs;
    }
}
