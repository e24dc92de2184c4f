using InternLM3.Configuration;
using InternLM3.Generation;

namespace InternLM3.Tests.Generation;

public sealed class RopeScalingTests
{
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
    [InlineData(32769, 50_009_300.6088)]
    [InlineData(40000, 117_777_118.6628)]
    [InlineData(65536, 360_979_300.4325)]
    [InlineData(131072, 995_454_195.8527)]
    [InlineData(196608, 1_636_831_996.6763)]
    public void BaseFor_PromptBeyondTraining_FollowsDynamicNtk(int promptTokens, double expected) =>
        Assert.Equal(expected, RopeScaling.BaseFor(s_config, promptTokens)!.Value, 1e-3);

    [Theory]
    [InlineData(1)]
    [InlineData(32768)]
    public void BaseFor_PromptWithinTraining_IsTheModelsOwn(int promptTokens) => Assert.Null(RopeScaling.BaseFor(s_config, promptTokens));

    [Fact]
    public void BaseFor_ModelWithoutScaling_IsTheModelsOwn() =>
        Assert.Null(RopeScaling.BaseFor(s_config with { DynamicNtkFactor = null }, 40000));
}
