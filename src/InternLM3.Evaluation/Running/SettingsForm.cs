namespace InternLM3.Evaluation.Running;

/// <summary>What is hashed: the settings and the version of prompts and grading, which goes up when a change of them changes scores.</summary>
/// <param name="Settings">The settings.</param>
internal sealed record SettingsForm(RunSettings Settings)
{
    public int Version { get; } = 1;
}
