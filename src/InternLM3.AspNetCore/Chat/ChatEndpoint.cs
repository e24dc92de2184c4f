using InternLM3.AspNetCore.Serving;
using InternLM3.AspNetCore.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace InternLM3.AspNetCore.Chat;

/// <summary>POST /v1/chat/completions.</summary>
internal sealed class ChatEndpoint(ServedModel served, Admission admission, InternLM3OpenAIOptions options)
{
    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var model = served.Require();
        var request = await RequestBody.ReadAsync(context, WireJson.Wire.ChatCompletionRequest, options).ConfigureAwait(false);
        served.RequireName(request.Model);
        var messages = MessageMapping.Read(request.Messages, options);
        var chat = ChatMapping.Options(request, options, model.Tokenizer.VocabularySize);
        using var place = admission.Enter();

        var count = request.N ?? 1;
        var readers = Enumerable.Range(0, count).Select(i => new ChoiceReader(i, model.Tokenizer)).ToArray();
        var updates = StreamMerge.MergeAsync(
            [.. readers.Select((_, i) => (Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>>)(
                token => served.Client.GetStreamingResponseAsync(messages, ChatMapping.OfChoice(chat, i), token)))],
            cancellationToken);
        var head = new Head($"chatcmpl-{Guid.NewGuid():N}", options.TimeProvider.GetUtcNow().ToUnixTimeSeconds(), served.Name);
        if (request.Stream == true)
        {
            var usage = request.StreamOptions?.IncludeUsage == true;
            await StreamAsync(context, updates, readers, head, usage, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await AnswerAsync(context, updates, readers, head).ConfigureAwait(false);
        }
    }

    private static async Task AnswerAsync(
        HttpContext context, IAsyncEnumerable<(int Index, ChatResponseUpdate Item)> updates, ChoiceReader[] readers, Head head)
    {
        var choices = readers.Select((_, i) => new ChoiceCollector(i)).ToArray();
        await foreach (var (index, update) in updates.ConfigureAwait(false))
        {
            readers[index].Read(update).ForEach(choices[index].Add);
        }

        var answer = new ChatCompletion
        {
            Id = head.Id,
            Created = head.Created,
            Model = head.Model,
            Choices = [.. choices.Select(choice => choice.Finish())],
            Usage = UsageSum.OfAnswers([.. readers.Select(reader => reader.Usage)]),
            PromptTokenIds = readers[0].PromptTokenIds,
        };
        await ResponseJson.WriteAsync(context, answer, WireJson.Wire.ChatCompletion).ConfigureAwait(false);
    }

    private async Task StreamAsync(
        HttpContext context,
        IAsyncEnumerable<(int Index, ChatResponseUpdate Item)> updates,
        ChoiceReader[] readers,
        Head head,
        bool usage,
        CancellationToken cancellationToken)
    {
        await StreamedAnswer.WriteAsync(
            context,
            updates,
            async (stream, index, update) =>
            {
                foreach (var piece in readers[index].Read(update))
                {
                    var ids = piece.FinishReason is null ? null : readers[index].PromptTokenIds;
                    var chunk = Chunk(head, [piece]) with { PromptTokenIds = ids };
                    await stream.WriteAsync(chunk, WireJson.Wire.ChatCompletionChunk).ConfigureAwait(false);
                }
            },
            stream => usage
                ? stream.WriteAsync(
                    Chunk(head, []) with { Usage = UsageSum.OfAnswers([.. readers.Select(reader => reader.Usage)]) },
                    WireJson.Wire.ChatCompletionChunk)
                : Task.CompletedTask,
            options,
            cancellationToken).ConfigureAwait(false);
    }

    private static ChatCompletionChunk Chunk(Head head, IReadOnlyList<ChunkChoice> choices) =>
        new() { Id = head.Id, Created = head.Created, Model = head.Model, Choices = choices };

    /// <summary>The first members of every object of a response.</summary>
    private readonly record struct Head(string Id, long Created, string Model);
}
