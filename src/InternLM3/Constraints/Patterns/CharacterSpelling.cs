namespace InternLM3.Constraints.Patterns;

/// <summary>How the characters of a pattern are written in the output.</summary>
internal enum CharacterSpelling
{
    /// <summary>As themselves, in UTF-8.</summary>
    Raw,

    /// <summary>As in a JSON string in its shortest form: escaped where JSON demands it, raw everywhere else.</summary>
    Json,
}
