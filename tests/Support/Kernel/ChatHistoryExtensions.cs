using Microsoft.SemanticKernel.ChatCompletion;

namespace InternLM3.Tests.Support;

/// <summary>Histories in one expression.</summary>
public static class ChatHistoryExtensions
{
    /// <summary>Adds a question.</summary>
    public static ChatHistory Asking(this ChatHistory history, string question)
    {
        history.AddUserMessage(question);
        return history;
    }
}
