namespace InternLM3.Evaluation.Running;

/// <summary>
/// The hashed form of the settings, with the version of prompts and grading, which is raised when a change to them changes scores.
/// </summary>
internal sealed record SettingsForm(RunSettings Settings)
{
    public int Version { get; } = 1;
}
