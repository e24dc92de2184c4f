using Microsoft.Extensions.DependencyInjection;

namespace InternLM3.DependencyInjection;

/// <summary>
/// The model of one path and options in a container, under which its one client is registered. Equal ones stand for the same client, so
/// that whatever is built over a model (a chat client, a service, a health check) shares it. Immutable.
/// </summary>
public sealed record InternLM3ModelRegistration
{
    internal InternLM3ModelRegistration(string path, InternLM3Options options) => (Path, Options) = (path, options);

    /// <summary>The folder's full path, or the repository's id.</summary>
    public string Path { get; }

    /// <summary>The options the model is loaded with.</summary>
    public InternLM3Options Options { get; }

    /// <summary>
    /// The shared client, which the container disposes. Its model is loaded as the options say, with the first request by default.
    /// </summary>
    /// <param name="provider">The services of the container the registration was made in.</param>
    /// <exception cref="InvalidOperationException">The model is not registered in this container.</exception>
    public InternLM3ChatClient Resolve(IServiceProvider provider) => provider.GetRequiredKeyedService<InternLM3ChatClient>(this);
}
