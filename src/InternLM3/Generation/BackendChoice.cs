using Microsoft.Extensions.Logging;

namespace InternLM3.Generation;

/// <summary>
/// Chooses the runtime and the device of a model. In order: the application's runtime on a GPU, the library's own on a GPU, the library's
/// own on the processor. Each step that is passed over is logged with its reason.
/// </summary>
/// <param name="Provider">The runtime.</param>
/// <param name="Device">The device.</param>
internal sealed record BackendChoice(IModelBackendProvider Provider, ComputeDevice Device)
{
    /// <summary>Chooses.</summary>
    /// <param name="chosen">The runtime the application chose, or null.</param>
    /// <param name="own">The library's own.</param>
    /// <param name="device">The device asked for, or null for the best there is.</param>
    /// <param name="requireGpu">Whether a model without a GPU is an error.</param>
    /// <param name="logger">Hears of every step.</param>
    /// <exception cref="InternLM3Exception">What was asked for is not there.</exception>
    public static BackendChoice Make(
        IModelBackendProvider? chosen, IModelBackendProvider own, ComputeDevice? device, bool requireGpu, ILogger logger)
    {
        var reasons = new List<string>();
        foreach (var candidate in Candidates(chosen, own, device))
        {
            if (requireGpu && candidate.Device == ComputeDevice.Cpu)
            {
                continue;
            }

            if (candidate.Provider.WhyNot(candidate.Device) is not { } reason)
            {
                logger.LogInformation("The model runs on {Runtime}, {Device}.", candidate.Provider.Name, candidate.Device);
                return candidate;
            }

            reasons.Add($"{candidate.Provider.Name} on {candidate.Device}: {reason}");
            logger.LogInformation("{Runtime} on {Device} is passed over: {Reason}.", candidate.Provider.Name, candidate.Device, reason);
        }

        throw new InternLM3Exception($"No {(requireGpu || device == ComputeDevice.Cuda ? "GPU" : "runtime")} can be used ({string.Join("; ", reasons)}).");
    }

    private static IEnumerable<BackendChoice> Candidates(IModelBackendProvider? chosen, IModelBackendProvider own, ComputeDevice? device) => device switch
    {
        // A device asked for by name is asked of one runtime: falling back to another would change what was asked for.
        { } named => [new BackendChoice(chosen ?? own, named)],
        null when chosen is null => [new BackendChoice(own, ComputeDevice.Cuda), new BackendChoice(own, ComputeDevice.Cpu)],
        null => [new BackendChoice(chosen, ComputeDevice.Cuda), new BackendChoice(own, ComputeDevice.Cuda), new BackendChoice(own, ComputeDevice.Cpu)],
    };
}
