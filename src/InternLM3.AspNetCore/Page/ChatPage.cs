using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InternLM3.AspNetCore.Page;

/// <summary>The chat page's files, embedded in this assembly and served as they are.</summary>
internal static class ChatPage
{
    // Everything comes from this server, nothing runs inline, and no other site may frame the page.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'";

    private static readonly (string File, string Type)[] s_files =
    [
        ("index.html", "text/html; charset=utf-8"),
        ("chat.css", "text/css; charset=utf-8"),
        ("chat.js", "text/javascript; charset=utf-8"),
        ("api.js", "text/javascript; charset=utf-8"),
        ("markdown.js", "text/javascript; charset=utf-8"),
        ("strings.js", "text/javascript; charset=utf-8"),
    ];

    /// <summary>Maps the page at the root of the endpoints and its files beside it.</summary>
    public static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("");
        foreach (var (file, type) in s_files)
        {
            var content = Read(file);
            group.MapGet(file == "index.html" ? "/" : $"/{file}", context => SendAsync(context, content, type)).ExcludeFromDescription();
        }

        return group;
    }

    private static Task SendAsync(HttpContext context, byte[] content, string type)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }

    private static byte[] Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"InternLM3.AspNetCore.Page.{file}")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
