using System.Text.Json;
using InternLM3.AspNetCore.Wire;
using Microsoft.Extensions.AI;
using static InternLM3.AspNetCore.Serving.RequestException;

namespace InternLM3.AspNetCore.Chat;

/// <summary>Turns tools and tool_choice into chat options.</summary>
internal static class ToolMapping
{
    private const int MaxTools = 128;
    private const string ChoiceForms = "must be none, auto, required, an object that names a function, or one of type allowed_tools.";
    private static readonly JsonElement s_noParameters = JsonDocument.Parse("""{"type": "object", "properties": {}}""").RootElement;

    /// <summary>The functions on offer.</summary>
    public static List<AITool> Tools(IReadOnlyList<ToolDefinition>? tools)
    {
        Require(tools is null || tools.Count <= MaxTools, "tools", $"may hold {MaxTools} tools.");
        return [.. (tools ?? []).Select(Tool)];
    }

    /// <summary>Sets who may be called and who must.</summary>
    public static void Choose(JsonElement? choice, ChatOptions options)
    {
        if (choice is not { } given || given.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (given.ValueKind == JsonValueKind.String)
        {
            options.ToolMode = Mode(given, "tool_choice") ?? throw Field("tool_choice", ChoiceForms);
        }
        else if (Member(given, "type") is "function"
            && Member(given, "function", out var function) && Member(function, "name") is { Length: > 0 } name)
        {
            options.ToolMode = ChatToolMode.RequireSpecific(name);
        }
        else if (Member(given, "type") is "allowed_tools")
        {
            Allow(Member(given, "allowed_tools", out var inner) ? inner : given, options);
        }
        else
        {
            throw Field("tool_choice", ChoiceForms);
        }

        Require(
            options.ToolMode is not RequiredChatToolMode || options.Tools is { Count: > 0 },
            "tool_choice", "asks for a call and there are no tools.");
        Require(
            options.ToolMode is not RequiredChatToolMode { RequiredFunctionName: { } wanted }
                || options.Tools!.Any(tool => tool.Name == wanted),
            "tool_choice", "names a function that is not among the tools.");
    }

    private static AITool Tool(ToolDefinition? tool, int index)
    {
        var field = FormattableString.Invariant($"tools[{index}]");
        Require(tool?.Type is null or "function", $"{field}.type", "must be function: this server runs no tools of its own.");
        Require(!string.IsNullOrWhiteSpace(tool?.Function?.Name), $"{field}.function.name", "must be there.");
        var parameters = tool!.Function!.Parameters is { ValueKind: not JsonValueKind.Null } schema ? schema : s_noParameters;
        Require(parameters.ValueKind == JsonValueKind.Object, $"{field}.function.parameters", "must be a JSON schema, an object.");
        return AIFunctionFactory.CreateDeclaration(tool.Function.Name!, tool.Function.Description ?? "", parameters);
    }

    /// <summary>Leaves the allowed tools on offer, and no other.</summary>
    private static void Allow(JsonElement allowed, ChatOptions options)
    {
        Require(
            Member(allowed, "tools", out var tools) && tools.ValueKind == JsonValueKind.Array,
            "tool_choice.tools", "must be an array of functions.");
        var names = tools.EnumerateArray()
            .Select(tool => (Member(tool, "function", out var function) ? Member(function, "name") : Member(tool, "name"))
                ?? throw Field("tool_choice.tools", "must name functions."))
            .ToHashSet(StringComparer.Ordinal);
        Require(
            names.Count > 0 && names.All(name => options.Tools?.Any(tool => tool.Name == name) == true),
            "tool_choice.tools", "must name functions that are among the tools.");
        options.Tools = [.. options.Tools!.Where(tool => names.Contains(tool.Name))];
        options.ToolMode = Member(allowed, "mode", out var mode) ? Mode(mode, "tool_choice.mode") : ChatToolMode.Auto;
        Require(options.ToolMode is AutoChatToolMode or RequiredChatToolMode, "tool_choice.mode", "must be auto or required.");
    }

    private static ChatToolMode? Mode(JsonElement mode, string field) => mode.ValueKind != JsonValueKind.String
        ? throw Field(field, ChoiceForms)
        : mode.GetString() switch
        {
            "none" => ChatToolMode.None,
            "auto" => ChatToolMode.Auto,
            "required" => ChatToolMode.RequireAny,
            _ => null,
        };

    private static bool Member(JsonElement element, string name, out JsonElement member)
    {
        member = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out member);
    }

    private static string? Member(JsonElement element, string name) =>
        Member(element, name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
