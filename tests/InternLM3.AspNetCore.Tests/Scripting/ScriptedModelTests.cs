using InternLM3.Chat;
using InternLM3.Configuration;
using InternLM3.Generation;
using InternLM3.Tests.Support.Scripting;
using Microsoft.Extensions.AI;

namespace InternLM3.AspNetCore.Tests.Scripting;

/// <summary>What the traces rest on: a scripted model is a function of the tokens, however they reach it, and has no weights.</summary>
public sealed class ScriptedModelTests
{
    private static readonly int[] s_tokens = [1, .. Enumerable.Range(300, 12)];

    [Fact]
    public void Rows_TokensInPiecesRewoundCopiedOrBatched_AreTheSame()
    {
        using var backend = new ScriptedModel(WireScript.Replies).Open(
            ScriptedModel.Folder, ModelConfig.Load(ScriptedModel.Folder), new BackendSettings { ContextLength = 64, MaxSequences = 3 });
        var (first, second, third) = (backend.Open(), backend.Open(), backend.Open());
        var size = backend.Capabilities.VocabularySize;
        var whole = backend.Append(first, s_tokens, s_tokens.Length, CancellationToken.None).ToArray();
        float[] Row(int row) => whole[(row * size)..((row + 1) * size)];

        backend.Append(second, s_tokens.AsSpan(0, 5), 0, CancellationToken.None);
        Assert.Equal(whole[(6 * size)..(8 * size)], backend.Append(second, s_tokens.AsSpan(5, 3), 2, CancellationToken.None).ToArray());
        backend.Append(second, [7, 8, 9], 1, CancellationToken.None);
        backend.Rewind(second, 8);
        backend.Copy(first, third, 3);
        var batch = backend.Decode([new DecodeStep(second, s_tokens[8]), new DecodeStep(third, s_tokens[3])], CancellationToken.None);
        Assert.Equal([.. Row(8), .. Row(3)], batch.ToArray());
        Assert.NotEqual(Row(8), Row(3));
    }

    [Fact]
    public async Task Answer_WithDraftsOrWithout_InChunksOrAtOnce_IsTheSame()
    {
        var options = new ScriptedModel(WireScript.Replies).Options;
        await using var drafting = new InternLM3ChatClient(ScriptedModel.Folder, options);
        await using var plain = new InternLM3ChatClient(ScriptedModel.Folder, options with { MaxDraftTokens = 0, PrefillChunkSize = 3 });
        var endless = new ChatOptions { Temperature = 0, MaxOutputTokens = 120 }.WithIgnoreEos();

        var answers = await Task.WhenAll(
            ((InternLM3ChatClient[])[drafting, plain, plain]).Select(client => client.GetResponseAsync("Who are you?", endless)));

        Assert.All(answers, answer => Assert.Equal((answers[0].Text, 120), (answer.Text, answer.Usage!.OutputTokenCount)));
    }

    [Fact]
    public void Folder_HasNoWeights()
    {
        var files = new DirectoryInfo(ScriptedModel.Folder).GetFiles("*", SearchOption.AllDirectories);

        Assert.All(files, file => Assert.True(file.Length < 50_000, file.Name));
    }

    [Fact]
    public async Task UnscriptedPrompt_IsQuoted()
    {
        await using var client = new InternLM3ChatClient(ScriptedModel.Folder, new ScriptedModel([]).Options);

        Assert.Equal("Not in the script: Is it?", (await client.GetResponseAsync("Is it?", new ChatOptions { Temperature = 0 })).Text);
    }
}
