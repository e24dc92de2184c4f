namespace InternLM3.Diagnostics;

/// <summary>How a folder's chat template compares with the one this library renders.</summary>
internal enum TemplateMatch
{
    /// <summary>The folder has none.</summary>
    Missing,

    /// <summary>The published one, as it is rendered here.</summary>
    Same,

    /// <summary>Another one.</summary>
    Different,
}
