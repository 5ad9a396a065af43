// A composable of a Vue application.
import { computed, onMounted, reactive, ref, toRefs, watch, type Ref } from 'vue';
import { useRoute } from 'vue-router';
import { ofetch, $fetch } from 'ofetch';

const apikey = import.meta.env.VITE_LR_API_KEY as string;

const client = ofetch.create({
  baseURL: 'https://api.loginradius.com',
  query: { apikey },
  onRequest({ options }) {
    options.headers = new Headers(options.headers);
    options.headers.set('Authorization', `Bearer ${localStorage.getItem('access_token')}`);
  },
});

export function useAccount() {
  const route = useRoute();
  const state = reactive({ loading: false, error: null as Error | null });
  const profile: Ref<Record<string, unknown> | null> = ref(null);
  const name = computed(() => profile.value?.FirstName ?? '');

  async function load() {
    state.loading = true;
    try {
      profile.value = await client('/identity/v2/auth/account');
    } catch (error) {
      state.error = error as Error;
    } finally {
      state.loading = false;
    }
  }

  async function remove(uid: string) {
    await client(`/identity/v2/manage/account/${uid}`, { method: 'DELETE' }); // expect: backend-call-in-client, consumer-credentials
  }

  async function roles() {
    const token = localStorage.getItem('access_token');
    return $fetch(`https://api.loginradius.com/identity/v2/manage/account/${route.params.uid}/role`, { // expect: backend-call-in-client, bearer-only
      headers: { Authorization: `Bearer ${token}` },
    });
  }

  watch(() => route.params.uid, load, { immediate: true });
  onMounted(load);

  return { ...toRefs(state), profile, name, load, remove, roles };
}
