namespace InternLM3.Mathematics.Syntax;

/// <summary>A function of <see cref="FunctionNames"/> and its arguments.</summary>
internal sealed record CallNode(string Name, IReadOnlyList<Node> Arguments) : Node
{
    /// <summary>Creates a call; throws when the number of arguments is wrong.</summary>
    public static CallNode Checked(string function, IReadOnlyList<Node> arguments)
    {
        var (fewest, most) = FunctionNames.Arity[function];
        return arguments.Count >= fewest && arguments.Count <= most
            ? new CallNode(function, arguments)
            : throw new MathException($"{function} takes {(fewest == most ? fewest : $"{fewest} to {most}")} "
                + $"argument{(most == 1 ? "" : "s")}, and {arguments.Count} are given.");
    }
}
