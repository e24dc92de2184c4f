using Microsoft.Extensions.Logging;

namespace InternLM3.Chat;

/// <summary>Refuses options or leaves them out with a warning, as the caller chose.</summary>
/// <param name="behavior">The choice.</param>
/// <param name="logger">Logs the options that are left out.</param>
internal sealed class OptionPolicy(UnsupportedOptionBehavior behavior, ILogger logger)
{
    /// <summary>Refuses an option whose absence would change what the answer means.</summary>
    /// <exception cref="UnsupportedOptionException">The condition holds.</exception>
    public static void Refuse(bool condition, string option, string reason)
    {
        if (condition)
        {
            throw new UnsupportedOptionException(option, reason);
        }
    }

    /// <summary>Refuses an option an answer makes sense without, or leaves it out with a warning.</summary>
    /// <exception cref="UnsupportedOptionException">The condition holds and the choice is to throw.</exception>
    public void LeaveOut(bool condition, string option, string reason)
    {
        Refuse(condition && behavior == UnsupportedOptionBehavior.Throw, option, reason);
        if (condition)
        {
            logger.LogWarning("{Option} is left out: {Reason}", option, reason);
        }
    }
}
