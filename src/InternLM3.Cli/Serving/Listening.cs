using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace InternLM3.Cli.Serving;

/// <summary>
/// The addresses the server listens on: <c>--server-name</c> and <c>--server-port</c>, or instead the endpoints of Kestrel's configuration.
/// </summary>
internal static class Listening
{
    private const string Endpoints = "Kestrel:Endpoints";

    /// <summary>Sets the addresses and the allowed host names.</summary>
    public static void Configure(WebApplicationBuilder builder, ServeArguments arguments)
    {
        var endpoints = builder.Configuration.GetSection(Endpoints).GetChildren()
            .Select(endpoint => endpoint["Url"])
            .OfType<string>()
            .ToArray();
        if (endpoints.Length == 0)
        {
            // For "localhost" Kestrel binds both loopbacks; a free port it takes only for an address.
            var host = arguments is { Port: 0, Host: "localhost" } ? "127.0.0.1"
                : arguments.Host.Contains(':') ? $"[{arguments.Host.Trim('[', ']')}]"
                : arguments.Host;
            endpoints = [FormattableString.Invariant($"{(arguments.Https ? "https" : "http")}://{host}:{arguments.Port}")];
            builder.WebHost.UseUrls(endpoints);
        }

        if (endpoints.All(IsThisMachine))
        {
            // Refuses a page from elsewhere whose name was made to point here (DNS rebinding).
            builder.Configuration["AllowedHosts"] ??= string.Join(
                ';', endpoints.Select(endpoint => BindingAddress.Parse(endpoint).Host).Union(["localhost", "127.0.0.1", "[::1]"]));
        }
    }

    /// <summary>Whether an address is for this machine only.</summary>
    public static bool IsThisMachine(string address) => IsLoopback(BindingAddress.Parse(address).Host);

    /// <summary>Whether Kestrel binds a host as written; for any other name it would bind all addresses.</summary>
    public static bool IsHost(string host) => host == "localhost" || IPAddress.TryParse(host.Trim('[', ']'), out _);

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
