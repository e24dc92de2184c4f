using InternLM3.Constraints;
using InternLM3.Tokenization;

namespace InternLM3.Tools;

/// <summary>
/// Makes every call correct: between <c>&lt;|action_start|&gt;&lt;|plugin|&gt;</c> and <c>&lt;|action_end|&gt;</c> it allows only what the
/// grammar does, whatever the weights. Outside of calls the text is free, held to an answer's own constraint, or not allowed at all when
/// a call is required.
/// </summary>
/// <param name="special">The special tokens; the four of calls must be there.</param>
/// <param name="options">What is allowed around calls.</param>
internal sealed class CallConstraint(SpecialTokens special, CallConstraintOptions options) : ITokenConstraint
{
    private State _state;
    private ITokenConstraint? _call;

    private enum State
    {
        /// <summary>Nothing was generated: a call may begin, and text if none is required.</summary>
        Start,

        /// <summary>In text.</summary>
        Text,

        /// <summary>After the token that opens a call: its kind.</summary>
        Kind,

        /// <summary>In a call.</summary>
        Call,

        /// <summary>After a call.</summary>
        AfterCall,
    }

    /// <inheritdoc/>
    public bool TryGetMask(Span<ulong> allowed)
    {
        switch (_state)
        {
            case State.Kind:
                Allow(allowed, special.Plugin!.Value);
                return true;
            case State.Call:
                return _call!.TryGetMask(allowed);
            case State.Start when options.Required:
                Allow(allowed, special.ActionStart!.Value);
                return true;
            case State.Start or State.Text when options.Answer is { } answer:
                answer.TryGetMask(allowed);
                if (_state == State.Start)
                {
                    Allow(allowed, special.ActionStart!.Value);
                }

                return true;
            case State.AfterCall when options.Required || options.Answer is not null:
                foreach (var stop in options.StopTokens)
                {
                    Allow(allowed, stop);
                }

                if (options.SeveralCalls)
                {
                    Allow(allowed, special.ActionStart!.Value);
                }

                return true;
            default:
                return false;
        }
    }

    /// <inheritdoc/>
    public void Advance(int tokenId)
    {
        switch (_state)
        {
            case State.Call:
                _call!.Advance(tokenId);
                _state = tokenId == special.ActionEnd ? State.AfterCall : State.Call;
                break;
            case State.Kind when tokenId == special.Plugin:
                _call = options.CreateCall();
                _state = State.Call;
                break;
            default:
                if (_state is State.Start or State.Text && tokenId != special.ActionStart)
                {
                    options.Answer?.Advance(tokenId);
                }

                _state = tokenId == special.ActionStart ? State.Kind : State.Text;
                break;
        }
    }

    private static void Allow(Span<ulong> allowed, int token) => allowed[token / 64] |= 1UL << (token % 64);
}
