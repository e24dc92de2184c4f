using System.Runtime.CompilerServices;
using InternLM3.Generation;
using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>Runs one chat: events of the engine in, updates of the response out, in one phase or in two.</summary>
internal static class ChatRun
{
    /// <summary>Generates the answer.</summary>
    public static async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        ChatRequest request, ChatModel model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var response = new ResponseBuilder(request, model);
        try
        {
            await foreach (var update in GenerateAsync(request.Generation, response, model, cancellationToken).ConfigureAwait(false))
            {
                yield return update;
            }
        }
        finally
        {
            // Also when the caller breaks the answer off: what was shown may come back in a history.
            response.Remember();
        }

        if (request.Answer is { } answer && !response.HasCalls)
        {
            if (response.BeginAnswer() is { } rest)
            {
                yield return rest;
            }

            var second = answer.After(request.Generation, response.Tokens, model.Tokenizer);
            await foreach (var update in GenerateAsync(second, response, model, cancellationToken).ConfigureAwait(false))
            {
                yield return update;
            }
        }

        yield return response.Finish();
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> GenerateAsync(
        GenerationRequest request,
        ResponseBuilder response,
        ChatModel model,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var e in model.Engine.GenerateAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (response.Add(e) is { } update)
            {
                yield return update;
            }

            if (response.IsComplete)
            {
                break;
            }
        }
    }
}
