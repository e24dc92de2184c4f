using System.Net;
using System.Text.Json;
using InternLM3.AspNetCore.Tests.Support;

namespace InternLM3.AspNetCore.Tests.Chat;

/// <summary>What a trace cannot show: that answers agree with each other.</summary>
public sealed class ChatEndpointTests(ScriptedServer scripted)
{
    private const string Marbles = """[{"role": "user", "content": "Tom has 37 marbles and buys 58 more. How many marbles does Tom have now?"}]""";

    [Fact]
    public async Task Seed_Same_GivesTheSameAnswersOfEachChoice()
    {
        const string Body = """{"messages": "Repeat: brumfle quazzic ostivar", "temperature": 2, "top_p": 1, "top_k": 0, "n": 3, "seed": 11, "max_tokens": 24}""";
        var first = Texts(await scripted.Server.ChatAsync(Body));
        Assert.Equal(first, Texts(await scripted.Server.ChatAsync(Body)));
        Assert.True(first.Distinct().Count() > 1);
    }

    [Fact]
    public async Task Stream_SeveralChoices_AreThoseOfTheWholeAnswer()
    {
        const string Body = """{"messages": "Repeat: brumfle quazzic ostivar", "temperature": 2, "top_p": 1, "top_k": 0, "n": 3, "seed": 11, "max_tokens": 24STREAM}""";
        var whole = Texts(await scripted.Server.ChatAsync(Body.Replace("STREAM", "", StringComparison.Ordinal)));
        using var response = await scripted.Server.OpenAsync(Body.Replace("STREAM", ", \"stream\": true, \"stream_options\": {\"include_usage\": true}", StringComparison.Ordinal));
        var texts = new string[3];
        JsonElement? usage = null;
        await foreach (var data in response.EventsAsync())
        {
            if (data == "[DONE]")
            {
                continue;
            }

            var chunk = TestServer.Parse(data);
            usage = chunk.TryGetProperty("usage", out var last) ? last : usage;
            foreach (var choice in chunk.GetProperty("choices").EnumerateArray())
            {
                texts[choice.GetProperty("index").GetInt32()] += choice.GetProperty("delta").TryGetProperty("content", out var text) ? text.GetString() : "";
            }
        }

        Assert.Equal(whole, texts);
        Assert.InRange(usage!.Value.GetProperty("completion_tokens").GetInt32(), 3, 72);
    }

    [Fact]
    public async Task Reasoning_Asked_IsApartFromTheAnswerAndCounted()
    {
        var answer = await scripted.Server.ChatAsync($$"""{"messages": {{Marbles}}, "temperature": 0, "reasoning_effort": "high"}""");
        var message = answer.GetProperty("choices")[0].GetProperty("message");
        Assert.NotEmpty(message.GetProperty("reasoning_content").GetString()!);
        Assert.Contains("95", message.GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.InRange(answer.GetProperty("usage").GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt32(), 1, 1000);
    }

    [Fact]
    public async Task Usage_SameQuestionAgain_CountsWhatTheEngineReused()
    {
        const string Body = """{"messages": "Repeat: umbrella teapot", "temperature": 0}""";
        await scripted.Server.ChatAsync(Body);
        var usage = (await scripted.Server.ChatAsync(Body)).GetProperty("usage");
        Assert.InRange(
            usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32(), 1, usage.GetProperty("prompt_tokens").GetInt32() - 1);
    }

    [Fact]
    public async Task LogitBias_OfTheFirstToken_ChangesIt()
    {
        var plain = await scripted.Server.ChatAsync("""{"messages": "你好", "temperature": 0, "max_tokens": 1, "return_token_ids": true}""");
        var token = plain.GetProperty("choices")[0].GetProperty("token_ids")[0].GetInt32();
        var biased = await scripted.Server.ChatAsync($$$"""{"messages": "你好", "temperature": 0, "max_tokens": 1, "return_token_ids": true, "logit_bias": {"{{{token}}}": -100}}""");
        Assert.NotEqual(token, biased.GetProperty("choices")[0].GetProperty("token_ids")[0].GetInt32());
    }

    [Fact]
    public async Task Regex_AnyQuestion_IsMatched()
    {
        var answer = await scripted.Server.ChatAsync("""{"messages": "Who are you?", "response_format": {"type": "regex_schema", "regex_schema": "[0-9]{3}-[a-f]{2}"}}""");
        Assert.Matches("^[0-9]{3}-[a-f]{2}$", Texts(answer)[0]);
    }

    [Fact]
    public async Task Tokens_TokenizeAndDetokenize_RoundTrip()
    {
        var ids = await scripted.Server.JsonAsync("/tokenize", """{"prompt": "Hello, 世界 🙂", "add_special_tokens": false}""");
        var text = await scripted.Server.JsonAsync("/detokenize", $$"""{"tokens": {{ids.GetProperty("tokens").GetRawText()}}}""");
        Assert.Equal("Hello, 世界 🙂", text.GetProperty("prompt").GetString());
    }

    [Fact]
    public async Task Tokenize_Messages_IsThePromptOfTheChat()
    {
        var ids = await scripted.Server.JsonAsync("/tokenize", $$"""{"messages": {{Marbles}}}""");
        var answer = await scripted.Server.ChatAsync($$"""{"messages": {{Marbles}}, "max_tokens": 1, "return_token_ids": true}""");
        Assert.Equal(ids.GetProperty("tokens").GetRawText(), answer.GetProperty("prompt_token_ids").GetRawText());
        Assert.Equal(ids.GetProperty("count").GetInt32(), answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Theory]
    [InlineData("\"reasoning_effort\": \"low\"")]
    [InlineData("\"enable_thinking\": true")]
    [InlineData("\"chat_template_kwargs\": {\"enable_thinking\": true}")]
    public async Task Tokenize_ThinkingMode_HasTheThinkingPrompt(string thinking)
    {
        var ids = await scripted.Server.JsonAsync("/tokenize", $$"""{"messages": {{Marbles}}, "add_generation_prompt": true, {{thinking}}}""");
        var answer = await scripted.Server.ChatAsync($$"""{"messages": {{Marbles}}, "max_tokens": 1, "return_token_ids": true, {{thinking}}}""");
        Assert.Equal(ids.GetProperty("tokens").GetRawText(), answer.GetProperty("prompt_token_ids").GetRawText());
    }

    [Fact]
    public async Task Completion_EchoedScore_IsTheModelsOwn()
    {
        var answer = await scripted.Server.JsonAsync("/v1/completions", """{"prompt": "Hello there", "echo": true, "max_tokens": 0, "logprobs": 0}""");
        var logprobs = answer.GetProperty("choices")[0].GetProperty("logprobs");
        var model = await scripted.Client.GetModelAsync();
        var request = new Generation.GenerationRequest { Prompt = (int[])[model.Tokenizer.BosTokenId, .. model.Tokenizer.Encode("Hello there")], PromptLogprobs = true, MaxNewTokens = 0 };
        await foreach (var e in model.Engine.GenerateAsync(request))
        {
            if (e.PromptLogprobs.Count > 0)
            {
                Assert.Equal(e.PromptLogprobs.Select(one => Math.Round(one, 4)), logprobs.GetProperty("token_logprobs").EnumerateArray().Select(one => Math.Round(one.GetSingle(), 4)));
            }
        }

        Assert.Equal("Hello there", string.Concat(logprobs.GetProperty("tokens").EnumerateArray().Select(token => token.GetString())));
    }

    [Fact]
    public async Task Metrics_AfterAnAnswer_CountIt()
    {
        await scripted.Server.ChatAsync(ScriptedServer.Hello);
        var text = await scripted.Server.Http.GetStringAsync("/metrics");
        foreach (var name in (string[])["num_requests_running", "num_requests_waiting", "prompt_tokens_total", "generation_tokens_total", "time_to_first_token_seconds_count", "time_per_output_token_seconds_sum", "request_queue_time_seconds_bucket{le=\"+Inf\"}", "prefix_cache_hit_rate", "kv_cache_usage_perc"])
        {
            Assert.Contains($"\ninternlm3:{name} ", text, StringComparison.Ordinal);
        }

        Assert.Contains("internlm3:http_requests_total{endpoint=\"/v1/chat/completions\",status=\"200\"} ", text, StringComparison.Ordinal);
        Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Matches("^(# (HELP|TYPE) )?internlm3:", line));
        using var response = await scripted.Server.Http.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static string[] Texts(JsonElement answer) =>
        [.. answer.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("message").GetProperty("content").GetString()!)];
}
