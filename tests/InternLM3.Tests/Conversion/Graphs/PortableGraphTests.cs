using System.Text.Json;
using InternLM3.Conversion;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Conversion.Graphs;

public sealed class PortableGraphTests : IDisposable
{
    private static readonly SyntheticShape s_shape = new();
    private static readonly int[] s_prompt = [1, 17, 300, 5, 99, 42, 250, 8, 8, 311];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Build_Synthetic_DeclaresOneRowOfLogits()
    {
        await ConvertAsync(new ConversionOptions());
        using var model = new PortableRun(_folder["model"]);

        var logits = model.Session.OutputMetadata["logits"];

        Assert.Equal([-1, 1, 320], logits.Dimensions);
        Assert.Equal(["attention_mask", "input_ids"], model.Session.InputNames.Where(name => !name.StartsWith("past", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(WeightPrecision.Fp32, 5e-5)]
    [InlineData(WeightPrecision.Int4, 1e-4)]
    [InlineData(WeightPrecision.Fp16, 0.05)]
    public async Task Run_PromptThenTokens_EqualsTheForwardPassInDouble(WeightPrecision precision, double tolerance)
    {
        await ConvertAsync(new ConversionOptions { Precision = precision, ExactActivations = true });
        using var model = new PortableRun(_folder["model"]);
        var expected = Expected(s_prompt);

        AssertNear(expected[5], model.Append([s_prompt[..6]], [Ones(6)])[0], tolerance);
        AssertNear(expected[7], model.Append([s_prompt[6..8]], [Ones(8)])[0], tolerance);
        AssertNear(expected[8], model.Append([s_prompt[8..9]], [Ones(9)])[0], tolerance);
        AssertNear(expected[9], model.Append([s_prompt[9..]], [Ones(10)])[0], tolerance);
    }

    [Fact]
    public async Task Run_TwoPromptsOfDifferentLength_EqualEachByItself()
    {
        await ConvertAsync(new ConversionOptions());
        using var model = new PortableRun(_folder["model"], batch: 2);

        var logits = model.Append([s_prompt[..6], [.. s_prompt[6..9], 2, 2, 2]], [Ones(6), [1, 1, 1, 0, 0, 0]]);

        AssertNear(Expected(s_prompt[..6])[^1], logits[0], 5e-5);
        AssertNear(Expected(s_prompt[6..9])[^1], logits[1], 5e-5);
    }

    [Fact]
    public async Task Write_GenAIConfig_NamesTheGraphsInputsAndTheStopTokens()
    {
        await ConvertAsync(new ConversionOptions());
        using var model = new PortableRun(_folder["model"]);

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(_folder["model/genai_config.json"], TestContext.Current.CancellationToken));

        var section = json.RootElement.GetProperty("model");
        Assert.Equal("llama", section.GetProperty("type").GetString());
        Assert.Equal([2, 319], section.GetProperty("eos_token_id").EnumerateArray().Select(id => id.GetInt32()));
        Assert.Equal(256, section.GetProperty("context_length").GetInt32());
        var decoder = section.GetProperty("decoder");
        Assert.Equal((2, 4, 2, 16, 48), (Number("num_hidden_layers"), Number("num_attention_heads"), Number("num_key_value_heads"), Number("head_size"), Number("hidden_size")));
        Assert.Equal(model.Session.InputNames.Order(), Names("inputs").Order());
        Assert.Equal(model.Session.OutputNames.Order(), Names("outputs").Order());

        int Number(string key) => decoder.GetProperty(key).GetInt32();
        IEnumerable<string> Names(string key) => decoder.GetProperty(key).EnumerateObject().Select(property => property.Value.GetString()!)
            .SelectMany(name => name.Contains("%d", StringComparison.Ordinal) ? Enumerable.Range(0, 2).Select(layer => name.Replace("%d", $"{layer}", StringComparison.Ordinal)) : [name]);
    }

    private static int[] Ones(int count) => [.. Enumerable.Repeat(1, count)];

    private static void AssertNear(double[] expected, float[] actual, double tolerance) =>
        Assert.InRange(expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max(), 0, tolerance);

    private double[][] Expected(int[] tokens) =>
        DoubleForward.Run(s_shape, new StoredWeights(_folder["model"], "model.onnx").Dequantize(s_shape, 32), "F32", tokens);

    private Task ConvertAsync(ConversionOptions options)
    {
        SyntheticCheckpoint.Write(_folder["checkpoint"], s_shape, seed: 7);
        return CheckpointConverter.ConvertAsync(_folder["checkpoint"], _folder["model"], options, cancellationToken: TestContext.Current.CancellationToken);
    }
}
