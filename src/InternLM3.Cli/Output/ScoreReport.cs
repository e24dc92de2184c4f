using System.Globalization;
using InternLM3.Tokenization;

namespace InternLM3.Cli.Output;

/// <summary>Prints scores for people or for programs.</summary>
internal static class ScoreReport
{
    /// <summary>Prints one line per token and the perplexity, or one JSON object.</summary>
    public static void Write(TextWriter output, Tokenizer tokenizer, int[] tokens, List<float> logprobs, bool json)
    {
        var mean = logprobs.Average(logprob => (double)logprob);
        var perplexity = Math.Exp(-mean);
        if (json)
        {
            output.WriteLine(JsonObject.Write(writer =>
            {
                writer.WriteNumber("token_count", tokens.Length);
                writer.WriteNumber("mean_logprob", mean);
                writer.WriteNumber("perplexity", perplexity);
                writer.WriteStartArray("tokens");
                for (var i = 0; i < tokens.Length; i++)
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("id", tokens[i]);
                    writer.WriteString("piece", tokenizer.GetPiece(tokens[i]));
                    writer.WriteNumber("logprob", logprobs[i]);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }));
            return;
        }

        for (var i = 0; i < tokens.Length; i++)
        {
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{logprobs[i],10:0.0000}  {tokens[i],6}  {tokenizer.GetPiece(tokens[i])}"));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{tokens.Length} tokens, mean log-probability {mean:0.0000}, perplexity {perplexity:0.0000}"));
    }
}
