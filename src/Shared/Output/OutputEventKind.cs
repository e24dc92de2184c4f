namespace InternLM3.Output;

/// <summary>The kinds of pieces an answer consists of.</summary>
internal enum OutputEventKind
{
    /// <summary>A piece of the answer's text.</summary>
    Text,

    /// <summary>A piece of the reasoning.</summary>
    Reasoning,

    /// <summary>A complete call of a function.</summary>
    ToolCall,

    /// <summary>Complete code for the interpreter.</summary>
    InterpreterCall,
}
