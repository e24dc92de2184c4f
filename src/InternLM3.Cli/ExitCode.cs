namespace InternLM3.Cli;

/// <summary>What the tool tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>It did not work; one sentence on the error stream says why.</summary>
    public const int Failure = 1;

    /// <summary>The command line asks for what does not exist.</summary>
    public const int Usage = 2;
}
