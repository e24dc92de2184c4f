using System.Diagnostics.CodeAnalysis;

namespace InternLM3.Generation;

/// <summary>
/// On an application's own assembly: the runtime of models whose <see cref="InternLM3Options.Backend"/> says nothing. So a build can choose
/// the runtime with its native package, and the code stays as it is.
/// </summary>
/// <param name="provider">An <see cref="IModelBackendProvider"/> with a public constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class DefaultBackendAttribute(
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type provider) : Attribute
{
    /// <summary>The provider's type.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)]
    public Type Provider { get; } = provider;

    /// <summary>
    /// Whether it computes on the processor too, where there is no GPU for it, instead of the library's own runtime. Default false.
    /// </summary>
    public bool UseOnProcessor { get; set; }
}
