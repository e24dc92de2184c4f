using InternLM3.Generation;

namespace InternLM3.Tests.Support;

/// <summary>Greedy decoding of one sequence on a backend, with no engine: what a request must give when it runs alone.</summary>
public static class Alone
{
    /// <summary>The output, without the stop token.</summary>
    public static List<int> Generate(IModelBackend backend, ReadOnlySpan<int> prompt, int maxNewTokens, params int[] stopTokens)
    {
        var sequence = backend.Open();
        var tokens = new List<int>();
        var next = Best(backend.Append(sequence, prompt, 1, CancellationToken.None));
        while (!stopTokens.Contains(next))
        {
            tokens.Add(next);
            if (tokens.Count == maxNewTokens)
            {
                break;
            }

            next = Best(backend.Decode([new DecodeStep(sequence, next)], CancellationToken.None));
        }

        backend.Close(sequence);
        return tokens;
    }

    private static int Best(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
        {
            best = logits[i] > logits[best] ? i : best;
        }

        return best;
    }
}
