using System.Text.Json;
using Microsoft.Extensions.AI;

namespace InternLM3.Cli.Tools;

/// <summary>Reads the functions of <c>--tools</c>: <c>[{"name": …, "description": …, "parameters": {JSON schema}}, …]</c>.</summary>
internal static class ToolsFile
{
    /// <summary>The schema of a function without parameters.</summary>
    private static readonly JsonElement s_noParameters = JsonDocument.Parse("""{"type": "object", "properties": {}}""").RootElement;

    /// <summary>Reads the functions: at least one, with distinct names.</summary>
    /// <exception cref="InternLM3Exception">The file has other content.</exception>
    public static async Task<IReadOnlyList<AIFunctionDeclaration>> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var root = await JsonFile.ReadAsync(file, cancellationToken).ConfigureAwait(false);
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() == 0)
        {
            throw JsonFile.Bad(file, "tools are an array of {name, description, parameters}, with at least one of them.");
        }

        var tools = new List<AIFunctionDeclaration>();
        foreach (var entry in root.EnumerateArray())
        {
            var tool = Read(file, entry, tools.Count);
            if (tools.Exists(other => other.Name == tool.Name))
            {
                throw JsonFile.Bad(file, $"two tools are named \"{tool.Name}\"; the model could not tell them apart.");
            }

            tools.Add(tool);
        }

        return tools;
    }

    private static AIFunctionDeclaration Read(FileInfo file, JsonElement entry, int index)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            throw JsonFile.Bad(file, $"tool {index} is no object.");
        }

        string? name = null;
        string? description = null;
        var parameters = s_noParameters;
        foreach (var member in entry.EnumerateObject())
        {
            switch (member.Name, member.Value.ValueKind)
            {
                case ("name", JsonValueKind.String):
                    name = member.Value.GetString();
                    break;
                case ("description", JsonValueKind.String):
                    description = member.Value.GetString();
                    break;
                case ("parameters", JsonValueKind.Object):
                    parameters = member.Value;
                    break;
                default:
                    throw JsonFile.Bad(file,
                        $"\"{member.Name}\" of tool {index} cannot be used; a tool has a name and a description, which are strings, "
                        + "and parameters, a JSON schema.");
            }
        }

        return string.IsNullOrWhiteSpace(name)
            ? throw JsonFile.Bad(file, $"tool {index} has no name.")
            : AIFunctionFactory.CreateDeclaration(name, description ?? "", parameters);
    }
}
