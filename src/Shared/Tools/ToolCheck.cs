using InternLM3.Tokenization;
using Microsoft.Extensions.AI;

namespace InternLM3.Tools;

/// <summary>Refuses tools the model cannot be offered.</summary>
internal static class ToolCheck
{
    /// <summary>Returns the functions among a request's tools; every tool must be a function with a name of its own.</summary>
    /// <exception cref="UnsupportedOptionException">A tool is no such function, or the checkpoint has no tokens for tools.</exception>
    public static IReadOnlyList<AIFunctionDeclaration> Functions(IEnumerable<AITool>? tools, SpecialTokens special)
    {
        var functions = Functions(tools);
        if (functions.Count > 0)
        {
            RequireTokens(special, special.Plugin);
        }

        return functions;
    }

    /// <summary>Returns the functions among a request's tools, whichever tokens its model has.</summary>
    /// <exception cref="UnsupportedOptionException">A tool is no function with a name of its own.</exception>
    public static IReadOnlyList<AIFunctionDeclaration> Functions(IEnumerable<AITool>? tools)
    {
        var functions = new List<AIFunctionDeclaration>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tool in tools ?? [])
        {
            var function = tool switch
            {
                AIFunctionDeclaration declaration => declaration,
                HostedCodeInterpreterTool => throw Refused(
                    "HostedCodeInterpreterTool is not supported, because nothing here runs the code; offer a function that does."),
                null => throw Refused("one of them is null."),
                _ => throw Refused($"\"{tool.Name}\" is a {tool.GetType().Name}, and this client offers functions only."),
            };
            if (string.IsNullOrWhiteSpace(function.Name))
            {
                throw Refused("a function has no name; give it one.");
            }

            if (!names.Add(function.Name))
            {
                throw Refused($"two functions are named \"{function.Name}\"; the model could not tell them apart.");
            }

            functions.Add(function);
        }

        return functions;
    }

    /// <summary>Refuses tools, calls and results when the checkpoint has no tokens for them.</summary>
    /// <param name="special">The checkpoint's tokens.</param>
    /// <param name="kind">Its token of the kind of call, plugin or interpreter.</param>
    public static void RequireTokens(SpecialTokens special, int? kind)
    {
        if (special.ActionStart is null || special.ActionEnd is null || kind is null)
        {
            throw Refused(
                "this checkpoint lacks <|action_start|>, <|action_end|>, <|plugin|> or <|interpreter|>, "
                + "so that its model can make no calls; leave them out.");
        }
    }

    private static UnsupportedOptionException Refused(string reason) => new(nameof(ChatOptions.Tools), reason);
}
