using System.Reflection;
using InternLM3.Configuration;
using InternLM3.Generation;
using InternLM3.Onnx;
using Microsoft.Extensions.Logging;

namespace InternLM3.Loading;

/// <summary>
/// Chooses the runtime and the device of a model. In order: the application's runtime on a GPU, the library's own on a GPU, the library's
/// own on the processor. Each step that is passed over is logged with its reason.
/// </summary>
/// <param name="Provider">The runtime.</param>
/// <param name="Device">The device.</param>
internal sealed record BackendChoice(IModelBackendProvider Provider, ComputeDevice Device)
{
    /// <summary>Chooses for a model.</summary>
    /// <param name="options">The options of the load.</param>
    /// <param name="folder">The model folder or checkpoint, or null when there is none.</param>
    /// <param name="logger">Logs the choice and each step that is passed over.</param>
    /// <exception cref="InternLM3Exception">No runtime can use the device that was asked for.</exception>
    /// <exception cref="ModelFormatException">The folder was converted for another device than was asked for.</exception>
    public static BackendChoice Make(InternLM3Options options, string? folder, ILogger logger)
    {
        options = WithDefaultOf(Assembly.GetEntryAssembly(), options);
        var target = folder is not null && File.Exists(Path.Combine(folder, ModelFolder.Manifest))
            ? ModelManifest.Read(folder).Target
            : null;
        if (target is not null && (options.Device ?? (options.RequireGpu ? ComputeDevice.Cuda : null)) is { } device)
        {
            Preflight.RequireTarget(folder!, target, device);
        }

        return Make(options.Backend, OnnxRuntimeProvider.Instance, options, target, logger);
    }

    /// <summary>Chooses between the application's runtime and the library's own.</summary>
    /// <param name="chosen">The runtime the application chose, or null.</param>
    /// <param name="own">The library's own.</param>
    /// <param name="options">The options of the load.</param>
    /// <param name="target">What the folder was converted for, or null for a checkpoint, which is converted for what is chosen.</param>
    /// <param name="logger">Logs the choice and each step that is passed over.</param>
    public static BackendChoice Make(
        IModelBackendProvider? chosen, IModelBackendProvider own, InternLM3Options options, string? target, ILogger logger)
    {
        var reasons = new List<string>();
        foreach (var candidate in Candidates(chosen, own, options.Device))
        {
            var reason = options.RequireGpu && candidate.Device == ComputeDevice.Cpu ? "RequireGpu is set"
                : target is not null && !Preflight.IsFor(target, candidate.Device) ? $"the folder was converted for {target}"
                : candidate.Provider.WhyNot(candidate.Device);
            if (reason is null)
            {
                logger.LogInformation("The model runs on {Runtime}, {Device}.", candidate.Provider.Name, candidate.Device);
                return candidate;
            }

            reasons.Add($"{candidate.Provider.Name} on {candidate.Device}: {reason}");
            logger.LogInformation("{Runtime} on {Device} is passed over: {Reason}.", candidate.Provider.Name, candidate.Device, reason);
        }

        var wanted = options.RequireGpu || options.Device == ComputeDevice.Cuda ? "GPU" : "runtime";
        throw new InternLM3Exception($"No {wanted} can be used ({string.Join("; ", reasons)}).");
    }

    private static IEnumerable<BackendChoice> Candidates(
        IModelBackendProvider? chosen, IModelBackendProvider own, ComputeDevice? device) => device switch
    {
        // A device asked for by name is asked of one runtime: falling back to another would change what was asked for.
        { } named => [new BackendChoice(chosen ?? own, named)],
        null when chosen is null => [new BackendChoice(own, ComputeDevice.Cuda), new BackendChoice(own, ComputeDevice.Cpu)],
        null =>
        [
            new BackendChoice(chosen, ComputeDevice.Cuda),
            new BackendChoice(own, ComputeDevice.Cuda),
            new BackendChoice(own, ComputeDevice.Cpu),
        ],
    };

    // The runtime of the application's attribute, where the options name none; native hosts have no entry assembly.
    private static InternLM3Options WithDefaultOf(Assembly? application, InternLM3Options options)
    {
        if (options.Backend is not null || application?.GetCustomAttribute<DefaultBackendAttribute>() is not { } attribute)
        {
            return options;
        }

        var provider = (IModelBackendProvider)Activator.CreateInstance(attribute.Provider)!;
        var isOnProcessor = attribute.UseOnProcessor
            && options is { Device: null, RequireGpu: false }
            && provider.WhyNot(ComputeDevice.Cuda) is not null;
        return options with { Backend = provider, Device = isOnProcessor ? ComputeDevice.Cpu : options.Device };
    }
}
