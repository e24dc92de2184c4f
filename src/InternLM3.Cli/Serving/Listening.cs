using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace InternLM3.Cli.Serving;

/// <summary>Where the server listens: <c>--server-name</c> and <c>--server-port</c>, or the endpoints of Kestrel's configuration, which take their place.</summary>
internal static class Listening
{
    private const string Endpoints = "Kestrel:Endpoints";

    /// <summary>Sets the addresses, and which host names are answered.</summary>
    public static void Configure(WebApplicationBuilder builder, ServeArguments arguments)
    {
        var endpoints = builder.Configuration.GetSection(Endpoints).GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToArray();
        if (endpoints.Length == 0)
        {
            // Kestrel binds both loopbacks for "localhost", and takes a free port for an address only.
            var host = arguments is { Port: 0, Host: "localhost" } ? "127.0.0.1" : arguments.Host.Contains(':') ? $"[{arguments.Host.Trim('[', ']')}]" : arguments.Host;
            endpoints = [FormattableString.Invariant($"{(arguments.Https ? "https" : "http")}://{host}:{arguments.Port}")];
            builder.WebHost.UseUrls(endpoints);
        }

        if (endpoints.All(IsThisMachine))
        {
            // A page elsewhere whose name is made to point here (DNS rebinding) is refused by the name.
            builder.Configuration["AllowedHosts"] ??= string.Join(';', endpoints.Select(endpoint => BindingAddress.Parse(endpoint).Host).Union(["localhost", "127.0.0.1", "[::1]"]));
        }
    }

    /// <summary>Whether an address is for this machine only.</summary>
    public static bool IsThisMachine(string address) => IsLoopback(BindingAddress.Parse(address).Host);

    /// <summary>Whether a host is one Kestrel binds as it is written; it would take any other name for all addresses.</summary>
    public static bool IsHost(string host) => host == "localhost" || IPAddress.TryParse(host.Trim('[', ']'), out _);

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
