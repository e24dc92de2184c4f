namespace InternLM3;

/// <summary>What happens to an option of a request that this library cannot honour.</summary>
public enum UnsupportedOptionBehavior
{
    /// <summary>The request fails with an <see cref="UnsupportedOptionException"/> that names the option.</summary>
    Throw,

    /// <summary>
    /// A warning that names the option is logged and the option is left out, where an answer without it still makes sense: unknown
    /// additional properties, another model's id, raw representations. Values out of their range, contents the model cannot read and
    /// schemas that cannot be enforced still fail.
    /// </summary>
    Warn,
}
