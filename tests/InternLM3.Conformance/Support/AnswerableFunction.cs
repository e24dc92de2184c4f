using System.Text.Json;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance.Support;

/// <summary>A declaration that can be invoked: it tells what it was called with and ends the conversation there, which halves the time of a test.</summary>
/// <param name="declaration">What is declared.</param>
/// <param name="called">Hears of each call, under the declared name.</param>
/// <param name="alias">The name the model sees, or null for the declared one.</param>
public sealed class AnswerableFunction(AIFunctionDeclaration declaration, Action<string, IEnumerable<KeyValuePair<string, object?>>> called, string? alias = null) : AIFunction
{
    public override string Name => alias ?? declaration.Name;

    public override string Description => declaration.Description;

    public override JsonElement JsonSchema => declaration.JsonSchema;

    protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        called(declaration.Name, arguments);
        FunctionInvokingChatClient.CurrentContext!.Terminate = true;
        return new ValueTask<object?>("shaim 42");
    }
}
