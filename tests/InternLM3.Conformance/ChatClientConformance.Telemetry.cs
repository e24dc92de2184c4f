using System.Text.RegularExpressions;
using InternLM3.Conformance.Support;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance;

/// <summary>Logs, spans and metrics of the middleware.</summary>
public abstract partial class ChatClientConformance
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Logging_ARequest_IsLogged(bool streaming)
    {
        using var logger = new RecordingLogger();

        await AskAsync(Client.AsBuilder().UseLogging(logger).Build(), streaming, Capital, Greedy());

        Assert.Contains(logger.Lines, line => line.Contains(Capital, StringComparison.Ordinal));
        Assert.Contains("Paris", string.Concat(LoggedText().Matches(string.Join('\n', logger.Lines)).Select(match => match.Groups[1].Value)), StringComparison.Ordinal);
        Assert.Contains(logger.Lines, line => line.Contains(streaming ? "GetStreamingResponseAsync" : "GetResponseAsync", StringComparison.Ordinal)
            && line.Contains("completed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Logging_AFunctionCall_IsLogged(bool streaming)
    {
        using var logger = new RecordingLogger();

        await AskAsync(Client.AsBuilder().UseFunctionInvocation(logger).UseLogging(logger).Build(), streaming, Weather, Greedy(GetWeather([])));

        Assert.Contains(logger.Lines, line => line.Contains("Invoking get_weather", StringComparison.Ordinal) && line.Contains("Brevaal", StringComparison.Ordinal));
        Assert.Contains(logger.Lines, line => line.Contains("get_weather invocation completed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenTelemetry_ARequest_HasSpanAndMetrics(bool streaming)
    {
        var source = $"conformance-{Guid.NewGuid():N}";
        using var telemetry = new Telemetry(source);
        var client = Client.AsBuilder().UseOpenTelemetry(sourceName: source).Build();

        var response = await AskAsync(client, streaming, Capital, Greedy());

        var metadata = Client.GetService<ChatClientMetadata>()!;
        var span = Assert.Single(telemetry.Spans);
        Assert.Equal($"chat {metadata.DefaultModelId}", span.DisplayName);
        Assert.Equal("chat", span.GetTagItem("gen_ai.operation.name"));
        Assert.Equal(metadata.ProviderName, span.GetTagItem("gen_ai.provider.name"));
        Assert.Equal(metadata.DefaultModelId, span.GetTagItem("gen_ai.request.model"));
        Assert.Equal(response.ModelId, span.GetTagItem("gen_ai.response.model"));
        Assert.Equal(response.ResponseId, span.GetTagItem("gen_ai.response.id"));
        Assert.Equal("[\"stop\"]", span.GetTagItem("gen_ai.response.finish_reasons"));
        Assert.Equal(response.Usage!.InputTokenCount, Convert.ToInt64(span.GetTagItem("gen_ai.usage.input_tokens"), null));
        Assert.Equal(response.Usage.OutputTokenCount, Convert.ToInt64(span.GetTagItem("gen_ai.usage.output_tokens"), null));
        Assert.Equal((double)response.Usage.TotalTokenCount!.Value, telemetry.Of("gen_ai.client.token.usage").Sum(measured => measured.Value));
        Assert.True(Assert.Single(telemetry.Of("gen_ai.client.operation.duration")).Value > 0);
        Assert.Equal(streaming ? 1 : 0, telemetry.Of("gen_ai.client.operation.time_to_first_chunk").Count);
    }

    /// <summary>What messages and updates say, in the lines that log them.</summary>
    [GeneratedRegex("\"text\": \"([^\"]*)\"")]
    private static partial Regex LoggedText();
}
