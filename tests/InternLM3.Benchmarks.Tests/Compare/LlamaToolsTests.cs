using InternLM3.Benchmarks.Compare;

namespace InternLM3.Benchmarks.Tests.Compare;

public sealed class LlamaToolsTests
{
    [Fact]
    public void Parse_OutputOfEitherTool_GivesTokensASecond()
    {
        Assert.Equal(74.8, LlamaTools.Parse("""[ { "n_prompt": 0, "n_gen": 128, "avg_ns": 1, "avg_ts": 74.8, "stddev_ts": 0 } ]"""));
        Assert.Equal(172.25, LlamaTools.Parse("main: loading\n{\"pp\": 64, \"tg\": 64, \"pl\": 8, \"speed_pp\": 200.5, \"speed_tg\": 172.25, \"speed\": 180}\n"));
    }
}
