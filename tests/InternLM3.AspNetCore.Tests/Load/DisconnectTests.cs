using InternLM3.AspNetCore.Tests.Support;
using InternLM3.Tiny;
using Microsoft.AspNetCore.Builder;

namespace InternLM3.AspNetCore.Tests.Load;

/// <summary>Clients that leave, and clients that do not read.</summary>
[Collection(EngineAlone.Name)]
public sealed class DisconnectTests(TinyServer tiny)
{
    private const int Endless = 3000;

    [Fact]
    public async Task Stream_ClientLeaves_FreesTheSlot()
    {
        using var meter = new EngineMeter();
        using (var response = await tiny.Server.OpenAsync(StreamReading.LongChat(Endless)))
        {
            await foreach (var _ in response.EventsAsync())
            {
                break;
            }
        }

        await meter.UntilAsync(m => m.Running == 0);
        Assert.InRange(meter.Tokens, 1, Endless - 1);
        await tiny.Server.ChatAsync(ScriptedServer.Hello);
    }

    [Fact]
    public async Task Stream_ClientLeaves_FreesTheSlotWithinOneStep()
    {
        // Without drafts a step is a token.
        await using var client = new InternLM3ChatClient(InternLM3Tiny.CheckpointPath, tiny.Options with { MaxDraftTokens = 0 });
        await client.GetModelAsync();
        using var meter = new EngineMeter();
        var noticed = -1L;
        await using var server = await TestServer.StartAsync(client, before: app => app.Use(async (context, next) =>
        {
            // What the meter says when the server hears that the client left, before anything behind it does.
            using var left = new CancellationTokenSource();
            await using var registration = context.RequestAborted.Register(() =>
            {
                Volatile.Write(ref noticed, meter.Tokens);
                left.Cancel();
            });
            context.RequestAborted = left.Token;
            await next(context);
        }));
        for (var leaves = 0; leaves < 10; leaves++)
        {
            var before = meter.Tokens;
            using (var response = await server.OpenAsync(StreamReading.LongChat(Endless)))
            {
                await foreach (var _ in response.EventsAsync())
                {
                    break;
                }
            }

            await meter.UntilAsync(m => m.Running == 0);
            Assert.InRange(meter.Tokens - Volatile.Read(ref noticed), 0, 1);
            Assert.True(meter.Tokens < before + Endless, "the answer had ended before the client left");
        }
    }

    [Fact]
    public async Task Answer_ClientLeaves_FreesTheSlot()
    {
        using var meter = new EngineMeter();
        using var leaving = new CancellationTokenSource();
        var asking = tiny.Server.PostAsync("/v1/chat/completions", StreamReading.LongChat(Endless).Replace("\"stream\": true", "\"stream\": false", StringComparison.Ordinal), leaving.Token);
        await meter.UntilAsync(m => m.Tokens > 0);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await meter.UntilAsync(m => m.Running == 0);
        Assert.InRange(meter.Tokens, 1, Endless - 1);
    }

    [Fact]
    public async Task Stream_ClientsLeaveWhileTheyWait_LeaveNothingBehind()
    {
        using var meter = new EngineMeter();
        using var leaving = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 20).Select(_ => tiny.Server.OpenAsync(StreamReading.LongChat(Endless), leaving.Token)).ToArray();
        await meter.UntilAsync(m => m.Tokens > 0);
        await leaving.CancelAsync();
        foreach (var one in waiting)
        {
            try
            {
                (await one).Dispose();
            }
            catch (OperationCanceledException)
            {
                // Its head had not come yet.
            }
        }

        await meter.UntilAsync(m => m is { Running: 0, Waiting: 0 });
    }

    [Fact]
    public async Task Stream_ReaderThatStandsStill_HoldsNobodyUp()
    {
        const int Tokens = 300;
        using var meter = new EngineMeter();
        using var still = await tiny.Server.OpenAsync(StreamReading.LongChat(Tokens, """, "logprobs": true, "top_logprobs": 20"""));

        // The sequence ends although most of its answer waits for the reader.
        await meter.UntilAsync(m => m.Running == 0);
        await tiny.Server.ChatAsync(ScriptedServer.Hello);
        var events = 0;
        var last = "";
        await foreach (var data in still.EventsAsync())
        {
            (events, last) = (events + 1, data);
        }

        Assert.Equal("[DONE]", last);
        Assert.True(events > Tokens / 4);
    }
}
