using InternLM3.Configuration;

namespace InternLM3.Generation;

/// <summary>
/// Dynamic NTK scaling as LMDeploy's TurboMind applies it: the base is fixed once a request, from the prompt's length, because
/// keys rotated with different bases must not meet in one sequence.
/// </summary>
internal static class RopeScaling
{
    /// <summary>
    /// The base for a prompt, or null for the model's own. Formula of transformers' <c>_compute_dynamic_ntk_parameters</c>:
    /// theta * (f * n / L - (f - 1)) ^ (d / (d - 2)) for n &gt; L.
    /// </summary>
    public static double? BaseFor(ModelConfig config, int promptTokens)
    {
        if (config.DynamicNtkFactor is not { } factor || promptTokens <= config.MaxPositionEmbeddings)
        {
            return null;
        }

        double d = config.HeadDimension;
        return config.RopeTheta * Math.Pow((factor * promptTokens / config.MaxPositionEmbeddings) - (factor - 1), d / (d - 2));
    }
}
