using InternLM3.AspNetCore.Page;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the chat page.</summary>
public static class InternLM3ChatPageExtensions
{
    /// <summary>
    /// Maps a chat page for people at <c>/</c>. It calls <c>v1/chat/completions</c> beside it, so map the API in the same place; the page
    /// itself needs no key, and asks for the API's in its settings.
    /// </summary>
    /// <param name="endpoints">The application, or a group whose prefix the API shares and whose address ends in a slash.</param>
    /// <returns>A builder that adds conventions to the page's routes.</returns>
    public static IEndpointConventionBuilder MapInternLM3ChatPage(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return ChatPage.Map(endpoints);
    }
}
