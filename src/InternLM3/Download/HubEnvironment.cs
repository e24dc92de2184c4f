using InternLM3.Conversion;

namespace InternLM3.Download;

/// <summary>The options, completed from the environment variables that Hugging Face's and ModelScope's own tools read.</summary>
internal static class HubEnvironment
{
    /// <summary>The hub's address, ending in a slash.</summary>
    /// <exception cref="UnsupportedOptionException">The variable holds no address.</exception>
    public static Uri Endpoint(DownloadOptions options)
    {
        var (variable, standard) = options.Hub == ModelHub.ModelScope
            ? ("MODELSCOPE_ENDPOINT", "https://modelscope.cn")
            : ("HF_ENDPOINT", "https://huggingface.co");
        var text = options.Endpoint?.AbsoluteUri ?? Variable(variable) ?? standard;
        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new UnsupportedOptionException(variable, $"must be an http or https address and is {text}.");
    }

    /// <summary>The token, or null.</summary>
    /// <exception cref="UnsupportedOptionException">The token holds what a header cannot carry.</exception>
    public static string? Token(DownloadOptions options) => FindToken(options) is not { } token ? null
        : token.All(character => character is > ' ' and < '\x7f') ? token
        : throw new UnsupportedOptionException(
            nameof(options.Token),
            "holds a space, a line feed or a letter beyond ASCII, which no token has; set it again (HF_TOKEN, MODELSCOPE_API_TOKEN).");

    private static string? FindToken(DownloadOptions options)
    {
        if (options.Token is { Length: > 0 } given)
        {
            return given;
        }

        if (options.Hub == ModelHub.ModelScope)
        {
            return Variable("MODELSCOPE_API_TOKEN");
        }

        var file = Variable("HF_TOKEN_PATH") ?? Path.Combine(HuggingFaceHome, "token");
        return Variable("HF_TOKEN")
            ?? Variable("HUGGING_FACE_HUB_TOKEN")
            ?? (File.Exists(file) ? NotEmpty(File.ReadAllText(file).Trim()) : null);
    }

    /// <summary>Where downloads are kept.</summary>
    public static string CacheDirectory(DownloadOptions options) => Path.GetFullPath(
        options.CacheDirectory is { Length: > 0 } given ? given
        : options.Hub == ModelHub.ModelScope ? Path.Combine(ModelCache.DefaultDirectory, "modelscope")
        : Variable("HF_HUB_CACHE") ?? Variable("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(HuggingFaceHome, "hub"));

    /// <summary>Whether the network must not be used.</summary>
    public static bool Offline(DownloadOptions options) =>
        options.Offline ?? Variable("HF_HUB_OFFLINE")?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";

    private static string HuggingFaceHome
    {
        get
        {
            var user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
            return Variable("HF_HOME") ?? Path.Combine(Variable("XDG_CACHE_HOME") ?? Path.Combine(user, ".cache"), "huggingface");
        }
    }

    private static string? Variable(string name) => NotEmpty(Environment.GetEnvironmentVariable(name));

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
