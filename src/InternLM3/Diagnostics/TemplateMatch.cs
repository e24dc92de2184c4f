namespace InternLM3.Diagnostics;

/// <summary>What a folder's chat template is to the one this library renders.</summary>
internal enum TemplateMatch
{
    /// <summary>The folder has none.</summary>
    Missing,

    /// <summary>The published one, as it is rendered here.</summary>
    Same,

    /// <summary>Another one.</summary>
    Different,
}
