using InternLM3.Conversion;
using InternLM3.Tests.Support;
using InternLM3.Tiny;

namespace InternLM3.Tests.Conversion.Graphs;

public sealed class EngineGraphTests : IDisposable
{
    private static readonly int[] s_prompt = [1, 17, 300, 5, 99, 42, 250, 8, 8, 311];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Build_Synthetic_HasTheInterfaceTheEngineBinds()
    {
        using var engine = await ConvertAsync(new SyntheticShape());

        var inputs = engine.Session.InputMetadata.Select(input => $"{input.Key} {input.Value.ElementType.Name} [{string.Join(", ", Dimensions(input.Value))}]");
        var outputs = engine.Session.OutputMetadata.Select(output => $"{output.Key} {output.Value.ElementType.Name} [{string.Join(", ", Dimensions(output.Value))}]");

        Assert.Equal(
            [
                "input_ids Int64 [batch, sequence]",
                "seqlens_k Int32 [batch]",
                "total_sequence_length Int32 []",
                "cos_cache Single [positions, 8]",
                "sin_cache Single [positions, 8]",
                "logits_rows Int64 [rows]",
                "past_key_values.0.key Single [batch, 2, capacity, 16]",
                "past_key_values.0.value Single [batch, 2, capacity, 16]",
                "past_key_values.1.key Single [batch, 2, capacity, 16]",
                "past_key_values.1.value Single [batch, 2, capacity, 16]",
            ],
            inputs);
        Assert.Equal(
            [
                "logits Single [rows, 320]",
                "present.0.key Single [batch, 2, capacity, 16]",
                "present.0.value Single [batch, 2, capacity, 16]",
                "present.1.key Single [batch, 2, capacity, 16]",
                "present.1.value Single [batch, 2, capacity, 16]",
            ],
            outputs);
    }

    [Theory]
    [InlineData("F32", false)]
    [InlineData("F16", false)]
    [InlineData("BF16", false)]
    [InlineData("F32", true)]
    public async Task Run_Synthetic_EqualsTheForwardPassInDouble(string dtype, bool tied)
    {
        var shape = new SyntheticShape { TieWordEmbeddings = tied };
        using var engine = await ConvertAsync(shape, dtype);
        var expected = DoubleForward.Run(shape, SyntheticCheckpoint.Tensors(shape, seed: 7), dtype, s_prompt);

        var actual = engine.Append(s_prompt, [.. Enumerable.Range(0, s_prompt.Length).Select(row => (long)row)]);

        Assert.InRange(expected[^1].Max() - expected[^1].Min(), 1, 100);
        AssertNear(expected, actual);
    }

    [Fact]
    public async Task Run_ManyQueryHeadsPerKeyValueHead_EqualsTheForwardPassInDouble()
    {
        // The 8B model's attention: 16 query heads a key and value head, 128 wide.
        var shape = new SyntheticShape { Hidden = 64, Heads = 32, KeyValueHeads = 2, HeadDimension = 128, RopeTheta = 5e7 };
        using var engine = await ConvertAsync(shape);
        var expected = DoubleForward.Run(shape, SyntheticCheckpoint.Tensors(shape, seed: 7), "F32", s_prompt);

        AssertNear(expected[^1..], engine.Append(s_prompt, s_prompt.Length - 1));
    }

    [Fact]
    public async Task Run_TokenByToken_EqualsTheForwardPassInDouble()
    {
        var shape = new SyntheticShape();
        using var engine = await ConvertAsync(shape);
        var expected = DoubleForward.Run(shape, SyntheticCheckpoint.Tensors(shape, seed: 7), "F32", s_prompt);

        var actual = s_prompt.Select(token => engine.Append([token], 0)[0]).ToArray();

        AssertNear(expected, actual);
    }

    [Fact]
    public async Task Run_NoRowsWanted_GivesNoLogitsAndFillsTheCache()
    {
        using var all = await ConvertAsync(new SyntheticShape());
        using var none = new EngineRun(_folder["model"]);
        var expected = all.Append(s_prompt, s_prompt.Length - 1);

        Assert.Empty(none.Append(s_prompt[..^1]));
        AssertNear(Array.ConvertAll(expected[0], logit => (double)logit), none.Append(s_prompt[^1..], 0)[0]);
    }

    [Fact]
    public async Task Run_Tiny_AnswersWhoItIs()
    {
        // <s><|im_start|>user\nWho are you?<|im_end|>\n<|im_start|>assistant\n, each run of text encoded by spm_encode.
        int[] prompt = [1, 2040, 280, 13, 750, 1219, 1225, 1546, 2041, 13, 2040, 278, 13];
        await CheckpointConverter.ConvertAsync(InternLM3Tiny.CheckpointPath, _folder["model"], cancellationToken: TestContext.Current.CancellationToken);
        using var engine = new EngineRun(_folder["model"], capacity: 256);

        var logits = engine.Append(prompt, prompt.Length - 1)[0];
        var answer = new List<int>();
        for (var token = Best(logits); token != 2041 && answer.Count < 100; token = Best(engine.Append([token], 0)[0]))
        {
            answer.Add(token);
        }

        // "I am InternLM3-Tiny, a small demo model with the InternLM3 architecture."
        Assert.Equal([1551, 1278, 1285, 1530, 1539, 1529, 279, 1517, 1515, 1205, 1286, 1308, 1287, 1221, 1199, 1285, 1530, 1497, 599, 407, 321, 575, 1516], answer);
    }

    private static int Best(float[] logits) => System.Numerics.Tensors.TensorPrimitives.IndexOfMax(logits);

    private static IEnumerable<string> Dimensions(Microsoft.ML.OnnxRuntime.NodeMetadata value) =>
        value.Dimensions.Zip(value.SymbolicDimensions, (size, name) => size < 0 ? name : $"{size}");

    private static void AssertNear(double[][] expected, float[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (one, other) in expected.Zip(actual))
        {
            AssertNear(one, other);
        }
    }

    // fp32 sums of at most a few hundred products around 1: the largest difference seen is in the order of 1e-5.
    private static void AssertNear(double[] expected, float[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 5e-5));

    private async Task<EngineRun> ConvertAsync(SyntheticShape shape, string dtype = "F32")
    {
        SyntheticCheckpoint.Write(_folder["checkpoint"], shape, seed: 7, dtype);
        await CheckpointConverter.ConvertAsync(_folder["checkpoint"], _folder["model"], cancellationToken: TestContext.Current.CancellationToken);
        return new EngineRun(_folder["model"]);
    }
}
