using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace InternLM3.Generation;

/// <summary>
/// On an application's own assembly: the runtime of models whose <see cref="InternLM3Options.Backend"/> says nothing. So a build can choose
/// the runtime with its native package, and the code stays as it is.
/// </summary>
/// <param name="provider">An <see cref="IModelBackendProvider"/> with a public constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class DefaultBackendAttribute([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type provider) : Attribute
{
    /// <summary>The provider's type.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)]
    public Type Provider { get; } = provider;

    /// <summary>Whether it computes on the processor too, where there is no GPU for it, instead of the library's own runtime. Default false.</summary>
    public bool UseOnProcessor { get; set; }

    /// <summary>Options with the runtime an application names, where they say nothing.</summary>
    /// <param name="options">The options.</param>
    /// <param name="application">Its assembly; native hosts have none.</param>
    internal static InternLM3Options Apply(InternLM3Options options, Assembly? application)
    {
        if (options.Backend is not null || application?.GetCustomAttribute<DefaultBackendAttribute>() is not { } attribute)
        {
            return options;
        }

        var provider = (IModelBackendProvider)Activator.CreateInstance(attribute.Provider)!;
        var isOnProcessor = attribute.UseOnProcessor && options is { Device: null, RequireGpu: false } && provider.WhyNot(ComputeDevice.Cuda) is not null;
        return options with { Backend = provider, Device = isOnProcessor ? ComputeDevice.Cpu : options.Device };
    }
}
