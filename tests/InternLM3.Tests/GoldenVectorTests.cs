using InternLM3.Conversion;
using InternLM3.Generation;
using InternLM3.Tokenization;

namespace InternLM3.Tests;

/// <summary>
/// Facts about InternLM3-8B-Instruct itself. They need its weights, which are not in the repository: the variable names a checkpoint or model folder. The vector is
/// printed in mlxcel's causal_prefill_greedy_parity test; its greedy continuation is of 4-bit weights, so other weights may leave it late.
/// </summary>
public sealed class GoldenVectorTests
{
    private const string Variable = "INTERNLM3_8B";

    private static readonly int[] s_prompt =
    [
        1, 1019, 30517, 19969, 1752, 20657, 293, 19649, 25461, 899, 4542, 272, 5808, 16846, 18992, 371, 17012, 353, 23134, 10389, 6420, 21011, 29530, 14212, 353, 15683,
        17999, 27980, 581, 20051, 282, 1689, 3598, 5629, 27980, 2040, 71491, 81698, 394, 27980, 10590, 365, 27980, 353, 272, 10664, 14757, 331, 17415, 2878, 3401, 27974, 5563, 5568, 20748, 1235,
    ];

    private static readonly int[] s_continuation = [272, 14753, 331, 269, 510, 530, 331, 26264, 10011, 2969, 3491, 16354, 272, 1971, 331, 8161, 353, 24324, 8032, 27964, 303, 6850, 2645, 27964];

    [Fact]
    public void Tokenizer_OfTheRealModel_HasTheKnownIds()
    {
        var tokenizer = Tokenizer.Load(Folder());

        Assert.Equal((1, 2, 128131), (tokenizer.Special.Bos, tokenizer.Special.Eos, tokenizer.Special.ImEnd));
        var text = tokenizer.Decode(s_prompt.AsSpan(1));
        Assert.StartsWith("The Industrial Revolution began in Great Britain during the late eighteenth century", text, StringComparison.Ordinal);
        Assert.Equal(s_prompt[1..], tokenizer.Encode(text));
        Assert.Equal(" the growth of a new class of industrial capitalists who owned the means of production and employed workers to produce goods", tokenizer.Decode([.. s_prompt, .. s_continuation])[tokenizer.Decode(s_prompt).Length..]);
    }

    [Fact]
    public async Task Greedy_OfTheRealModel_ContinuesAsPrinted()
    {
        // With an int4 conversion, which 16 GB hold; the first half of the continuation is the same for neighbouring quantisations or the pipeline is wrong.
        const int Same = 12;
        await using var model = await InternLM3Model.LoadAsync(
            Folder(), new InternLM3Options { Conversion = new() { Precision = WeightPrecisionOf(Folder()) }, ContextLength = 128, MaxConcurrentSequences = 1 }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([2, 128131], model.StopTokens.Order());

        var tokens = new List<int>();
        await foreach (var e in model.Engine.GenerateAsync(new GenerationRequest { Prompt = s_prompt, MaxNewTokens = s_continuation.Length }, TestContext.Current.CancellationToken))
        {
            if (e.Kind == GenerationEventKind.Token)
            {
                tokens.Add(e.TokenId);
            }
        }

        Assert.Equal(s_continuation[..Same], tokens[..Same]);
    }

    // A model folder is loaded as it is; a checkpoint becomes int4 whether it is AWQ or not.
    private static WeightPrecision? WeightPrecisionOf(string folder) => File.Exists(Path.Combine(folder, "internlm3.manifest.json")) ? null : WeightPrecision.Int4;

    private static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"Did not run: the real model is not here. Set {Variable} to a folder with internlm3-8b-instruct or its AWQ weights.");
        return folder!;
    }
}
