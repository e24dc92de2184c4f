using InternLM3.Configuration;
using InternLM3.Generation;

namespace InternLM3.Tests.Generation;

public sealed class KeyValueMemoryTests
{
    private const long Gigabyte = 1_000_000_000;

    // The 8B model: 48 layers, 2 key/value heads of 128.
    private static readonly ModelConfig s_config = new()
    {
        HiddenSize = 4096,
        IntermediateSize = 10240,
        LayerCount = 48,
        AttentionHeadCount = 32,
        KeyValueHeadCount = 2,
        HeadDimension = 128,
        VocabularySize = 128512,
        RmsNormEpsilon = 1e-5,
        RopeTheta = 5e7,
        DynamicNtkFactor = 6,
        MaxPositionEmbeddings = 32768,
        TieWordEmbeddings = false,
        EosTokenIds = [2],
    };

    [Theory]
    [InlineData(8192, 4, 2, 1)]
    [InlineData(8192, 4, 8, 2)]
    [InlineData(8192, 4, 16, 4)]
    [InlineData(8192, 4, 24, 7)]
    [InlineData(8192, 4, 64, 8)]
    [InlineData(8192, 2, 16, 8)]
    [InlineData(32768, 4, 16, 1)]
    [InlineData(32768, 4, 64, 4)]
    public void Plan_NothingSaid_TakesAQuarterOfTheMemoryAtMost(int context, int elementSize, long gigabytes, int sequences)
    {
        var plan = KeyValueMemory.Plan(s_config, context, null, null, elementSize, gigabytes * Gigabyte);

        Assert.Equal(24_576 * elementSize, plan.BytesPerToken);
        Assert.Equal(sequences, plan.Sequences);
        Assert.Equal(plan.BytesPerToken * context * sequences, plan.TotalBytes);
    }

    [Fact]
    public void Plan_Budget_DecidesTheSequences() =>
        Assert.Equal(2, KeyValueMemory.Plan(s_config, 8192, null, 2 * Gigabyte, 4, 64 * Gigabyte).Sequences);

    [Fact]
    public void Plan_Sequences_AreTakenAsAsked() =>
        Assert.Equal(16, KeyValueMemory.Plan(s_config, 8192, 16, null, 4, 16 * Gigabyte).Sequences);

    [Theory]
    [InlineData(8192, 32, null, "32 sequences of 8192 tokens need 25.77 GB and this process may use 16.00 GB")]
    [InlineData(262144, null, null, "1 sequences of 262144 tokens need 25.77 GB and this process may use 16.00 GB")]
    [InlineData(8192, 4, 2L, "4 sequences of 8192 tokens need 3.22 GB and KeyValueMemoryBudget allows 2.00 GB")]
    public void Plan_WhatCannotFit_GivesTheNumbers(int context, int? sequences, long? budget, string expected)
    {
        var error = Assert.Throws<InternLM3Exception>(() => KeyValueMemory.Plan(s_config, context, sequences, budget * Gigabyte, 4, 16 * Gigabyte));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
