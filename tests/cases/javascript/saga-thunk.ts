// Redux: thunks, sagas, toolkit queries.
import { createAsyncThunk, createSlice, PayloadAction } from '@reduxjs/toolkit';
import { call, put, takeLatest, all } from 'redux-saga/effects';
import axios from 'axios';

const API_ROOT = 'https://api.loginradius.com/identity/v2';
const apikey = process.env.REACT_APP_LR_KEY;

export const fetchProfile = createAsyncThunk('profile/fetch', async (token: string, { rejectWithValue }) => {
  try {
    const { data } = await axios.get(`${API_ROOT}/auth/account`, {
      params: { apikey },
      headers: { Authorization: `Bearer ${token}` },
    });
    return data;
  } catch (error) {
    return rejectWithValue(error);
  }
});

export const deleteAccount = (uid: string) => async (dispatch: (action: object) => void, getState: () => any) => {
  const { userToken } = getState().auth;
  dispatch({ type: 'DELETE_REQUEST' });
  await axios.delete(`${API_ROOT}/manage/account/${uid}`, { headers: { Authorization: `Bearer ${userToken}` } }); // expect: bearer-only
  dispatch({ type: 'DELETE_SUCCESS' });
};

const api = {
  register: (body: object) => axios.post(`${API_ROOT}/auth/register`, body, { params: { apikey } }),
  forgot: (email: string) => axios.post(`${API_ROOT}/auth/password`, { email }), // expect: missing-credentials
};

function* registerSaga(action: PayloadAction<object>): Generator<any, void, any> {
  try {
    const { data } = yield call(api.register, action.payload);
    yield put({ type: 'REGISTERED', payload: data });
    yield call(api.forgot, data.Email);
    yield call(axios.get, `${API_ROOT}/auth/email?apikey=${apikey}`);
  } catch (error) {
    yield put({ type: 'REGISTER_FAILED', error });
  }
}

export function* rootSaga() {
  yield all([takeLatest('REGISTER', registerSaga)]);
}

export const slice = createSlice({
  name: 'profile',
  initialState: { apiSecret: '', apiKey: '' },
  reducers: {
    setSecret(state, action: PayloadAction<string>) {
      state.apiSecret = action.payload;
    },
  },
});
